package dev.punchpost.kiosk.remote.report;

import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.forward.ForwarderState;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.health.StatusSource;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Keeps the retained `status` message up to date: on each connection, at once when something has changed that somebody
/// should look at, soon when only counts have, and once in a while in any case. One thread.
public final class StatusReport {
  private static final long LOOK_US = Duration.ofSeconds(1).toNanos() / 1_000;
  /// Counts only.
  private static final long SPACING_US = Duration.ofSeconds(5).toNanos() / 1_000;
  private static final long LONGEST_US = Duration.ofMinutes(5).toNanos() / 1_000;

  private final StatusSource source;
  private final Supplier<ForwarderState> delivery;
  private final Supplier<String> siteRoster;
  private final Supplier<String> overlay;
  private final LongSupplier oldest;
  private final TerminalClock clock;
  private final ZoneId zone;
  private final RemoteTopics topics;
  private final Outbound outbound;
  private boolean due;
  private List<Object> state = List.of();
  private List<Object> counts = List.of();
  private long toldAt;
  private long lookedAt = Long.MIN_VALUE / 2;

  /// @param siteRoster version of the site's roster in force; empty text for none
  /// @param overlay version of what a central system has set; empty text for nothing
  /// @param oldest sequence of the oldest entry that is still held
  public StatusReport(StatusSource source, Supplier<ForwarderState> delivery, Supplier<String> siteRoster,
      Supplier<String> overlay, LongSupplier oldest, TerminalClock clock, ZoneId zone, RemoteTopics topics,
      Outbound outbound) {
    this.source = source;
    this.delivery = delivery;
    this.siteRoster = siteRoster;
    this.overlay = overlay;
    this.oldest = oldest;
    this.clock = clock;
    this.zone = zone;
    this.topics = topics;
    this.outbound = outbound;
  }

  /// It is to be published now.
  public void refresh() {
    due = true;
    lookedAt = Long.MIN_VALUE / 2;
  }

  /// Publishes it if it is time.
  ///
  /// @return microseconds until the next look
  public long step(long now) {
    if (!outbound.isConnected()) {
      return Long.MAX_VALUE;
    }
    if (now - lookedAt < LOOK_US) {
      return lookedAt + LOOK_US - now;
    }
    lookedAt = now;
    Status status = source.now();
    ForwarderState sent = delivery.get();
    List<Object> stateNow = List.of(state(status), sent.setAside(), siteRoster.get(), overlay.get());
    List<Object> countsNow = List.of(status.ledger(), sent.sentThrough());
    boolean changed = !stateNow.equals(state);
    boolean counted = !countsNow.equals(counts) && now - toldAt >= SPACING_US;
    if (due || changed || counted || now - toldAt >= LONGEST_US) {
      outbound.retain(topics.status(),
          StatusMessage
              .online(status, sent, siteRoster.get(), overlay.get(), oldest.getAsLong(), clock.now().wall(), zone)
              .getBytes(StandardCharsets.UTF_8));
      due = false;
      state = stateNow;
      counts = countsNow;
      toldAt = now;
    }
    return LOOK_US;
  }

  /// Not temperature and charge, which change all the time, nor each unlocking.
  private static List<Object> fittings(Status.Fittings f) {
    return List.of(f.door().map(door -> List.of(door.state(), door.contact())),
        f.keypads().stream().map(Status.Keypad::state).toList(),
        f.battery().map(battery -> List.of(battery.state(), battery.supply())),
        f.contacts().stream().map(contact -> List.of(contact.state(), contact.alarm())).toList(),
        f.board().map(board -> List.of(board.underVoltage(), board.slowedDown())));
  }

  private static List<Object> state(Status s) {
    return List.of(s.readers().stream().map(r -> List.of(r.name(), r.state())).toList(),
        fittings(s.fittings()), s.clock().map(Status.Clock::state), s.roster(),
        s.config(), s.mqtt().lastError());
  }
}
