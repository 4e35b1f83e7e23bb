package dev.punchpost.kiosk.remote.presence;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.time.ZoneId;

/// Keeps this terminal's presence messages at the broker as the ledger has them. One thread.
///
/// On a new connection the broker first sends what it has retained; when it has fallen silent, whatever is missing or
/// different there is published again. From then on the ledger's new punches are followed.
final class OwnPresence {
  private static final int PAGE = 100;
  /// How long the broker must have been silent before what it has retained counts as complete.
  private static final long SILENCE_US = 1_500_000;
  /// The newest punches' rows follow a moment after their commit, so a few entries before it are looked at again.
  private static final int AGAIN = 100;

  private enum Phase {
    IDLE,
    /// Hearing what the broker has.
    LISTENING,
    /// Comparing page by page.
    COMPARING,
    FOLLOWING
  }

  private final LedgerId ledger;
  private final LedgerReader reader;
  private final RemoteTopics topics;
  private final ZoneId zone;
  private final Outbound outbound;
  /// Sequences that the broker has, by worker; of this ledger only.
  private final Map<String, Long> retained = new HashMap<>();
  private Phase phase = Phase.IDLE;
  private long lastHeard;
  private String comparedThrough = "";
  private long followedThrough;

  OwnPresence(LedgerId ledger, LedgerReader reader, RemoteTopics topics, ZoneId zone, Outbound outbound) {
    this.ledger = ledger;
    this.reader = reader;
    this.topics = topics;
    this.zone = zone;
    this.outbound = outbound;
  }

  /// @param committed the newest entry: punches after it, and shortly before, are followed, all others are compared
  void opened(long now, long committed) {
    retained.clear();
    phase = Phase.LISTENING;
    lastHeard = now;
    comparedThrough = "";
    followedThrough = Math.max(0, committed - AGAIN);
  }

  void closed() {
    phase = Phase.IDLE;
    retained.clear();
  }

  /// The broker has retained something that we told.
  void heard(PresenceMessage message, long now) {
    if (phase == Phase.LISTENING) {
      lastHeard = now;
      if (message.ledger().equals(ledger)) {
        retained.put(message.worker().value(), message.seq());
      }
    }
  }

  /// Something came that shows that the broker still sends what it has retained.
  void busy(long now) {
    if (phase == Phase.LISTENING) {
      lastHeard = now;
    }
  }

  /// Publishes as much as there is room for.
  ///
  /// @return microseconds until it wants to be called again; Long.MAX_VALUE for: when something was committed
  long step(long now, long committed) {
    if (phase == Phase.LISTENING) {
      if (now - lastHeard < SILENCE_US) {
        follow(committed);
        return lastHeard + SILENCE_US - now;
      }
      phase = Phase.COMPARING;
    }
    while (phase == Phase.COMPARING && outbound.room() >= PAGE) {
      SortedMap<String, LastPunch> page = reader.lastPunches(comparedThrough, PAGE);
      page.forEach((worker, punch) -> {
        Long known = retained.get(worker);
        // One beyond what is committed belongs to a unit that is being written: it is followed later.
        if (punch.seq() <= committed && (known == null || known != punch.seq())) {
          publish(PresenceMessage.of(ledger, new WorkerId(worker), punch));
        }
      });
      if (page.size() < PAGE) {
        phase = Phase.FOLLOWING;
        retained.clear();
      } else {
        comparedThrough = page.lastKey();
      }
    }
    if (phase == Phase.FOLLOWING) {
      follow(committed);
    }
    return Long.MAX_VALUE;
  }

  private void follow(long committed) {
    while (followedThrough < committed && outbound.room() >= PAGE) {
      List<StoredEntry> entries = reader.range(followedThrough + 1, Math.min(committed, followedThrough + PAGE));
      Set<String> told = new HashSet<>();
      for (StoredEntry entry : entries.reversed()) {
        if (entry.type().equals(Content.Punch.TYPE)) {
          EntryView view = EntryView.of(entry);
          view.punch().filter(punch -> told.add(punch.worker())).ifPresent(punch -> publish(new PresenceMessage(ledger,
              entry.seq(), new WorkerId(punch.worker()), dev.punchpost.kiosk.ledger.Kind.valueOf(punch.kind()),
              view.time().toInstant(), dev.punchpost.kiosk.clock.ClockState.valueOf(view.clock()))));
        }
      }
      // A gap cannot be; entries that retention has removed are nobody's newest punch.
      followedThrough = Math.min(committed, followedThrough + PAGE);
    }
  }

  private void publish(PresenceMessage message) {
    outbound.retain(topics.presence(message.worker().value()), message.payload(zone));
  }
}
