package dev.punchpost.kiosk.remote.presence;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.forward.MqttLink.Received;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.punch.SitePresence;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteJson.Malformed;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Presence both ways: tells this terminal's newest punches, and hears the others'. The remote thread owns it; the punch
/// thread reads [#site] only.
public final class Presence {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  /// A terminal with a wrong clock is reported once, and again when it goes on for so long.
  private static final long REPORT_AGAIN_US = Duration.ofHours(12).toNanos() / 1_000;

  private final RemoteTopics topics;
  private final TerminalClock clock;
  private final Consumer<Content> notes;
  private final SitePunches site;
  private final OwnPresence own;
  private final PunchStore store;
  /// So that each is in memory once.
  private final Map<LedgerId, LedgerId> ledgers = new HashMap<>();
  private final Map<String, Long> reported = new HashMap<>();
  private final Set<String> malformed = new HashSet<>();
  private ClockState clockBefore = ClockState.UNSET;

  /// @param notes takes what belongs into the ledger
  public Presence(PunchStore store, RemoteTopics topics, ZoneId zone, TerminalClock clock, SitePunches site,
      Outbound outbound, Consumer<Content> notes) {
    this.store = store;
    this.topics = topics;
    this.clock = clock;
    this.site = site;
    this.notes = notes;
    this.own = new OwnPresence(store.ledger(), store.reader(), topics, zone, outbound);
  }

  public void opened(long now) {
    own.opened(now, store.committedThrough());
  }

  public void closed() {
    own.closed();
  }

  /// Publishes all of this terminal's presence again that the broker lacks.
  public void refresh(long now) {
    own.opened(now, store.committedThrough());
  }

  /// A presence message, ours or another terminal's.
  public void received(RemoteTopics.Presence who, Received message, long now) {
    own.busy(now);
    boolean ours = who.terminal().equals(topics.terminal());
    if (message.payload().length == 0) {
      if (!ours && WorkerId.isValid(who.worker())) {
        site.remove(new WorkerId(who.worker()), who.terminal());
      }
      return;
    }
    PresenceMessage presence;
    try {
      presence = PresenceMessage.parse(message.payload(), who.worker());
    } catch (Malformed e) {
      if (malformed.size() < 1_000 && malformed.add(who.terminal())) {
        LOG.warn("a presence message of {} is ignored: {}", who.terminal(), e.reason());
      }
      return;
    }
    if (ours) {
      own.heard(presence, now);
      if (presence.ledger().equals(store.ledger())) {
        return;
      }
      // Told before this terminal lost its ledger: all that is left to know which way the worker went last.
    }
    Reading reading = clock.now();
    SitePresence.Elsewhere punch = new SitePresence.Elsewhere(who.terminal(), presence.kind(), presence.time(),
        presence.clock(), presence.seq());
    if (SitePunches.ahead(presence.time(), reading)) {
      report(presence.worker(), punch, reading);
      return;
    }
    site.put(presence.worker(), punch, ledgers.computeIfAbsent(presence.ledger(), ledger -> ledger));
  }

  /// @return microseconds until it wants to be called again
  public long step(long now) {
    Reading reading = clock.now();
    if (reading.state() == ClockState.SYNCHRONISED && clockBefore != ClockState.SYNCHRONISED) {
      site.removeAhead(reading).forEach((worker, punch) -> report(worker, punch, reading));
    }
    clockBefore = reading.state();
    return own.step(now, store.committedThrough());
  }

  private void report(WorkerId worker, SitePresence.Elsewhere punch, Reading now) {
    Long before = reported.get(punch.terminal());
    if (before != null && now.monotonicUs() - before < REPORT_AGAIN_US) {
      return;
    }
    reported.put(punch.terminal(), now.monotonicUs());
    long ahead = Duration.between(now.wall(), punch.wall()).toMillis();
    LOG.warn("presence of {} is ignored: its clock is {} ms ahead of ours, which is synchronised", punch.terminal(),
        ahead);
    notes.accept(new Content.PresenceIgnored(punch.terminal(), worker, ahead));
  }
}
