package dev.punchpost.kiosk.evidence;

import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.EntryTime;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.store.PunchStore;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives up entries that are older than they must be kept: whole days of the terminal's zone, delivered ones only, and
/// only by a clock that is synchronised, because one that runs years ahead would give up everything.
///
/// First a signed entry tells what goes ([Content.Retired]); only when that is committed are rows removed, oldest
/// first, in small transactions beside the taps. An entry that was recorded with an unset clock says nothing about its
/// age; it goes with a later one that does. Entries that do not verify are not removed: they are evidence.
///
/// One thread, never the punch thread.
public final class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final int BATCH = 200;
  private static final Duration BETWEEN = Duration.ofMillis(100);
  /// Rows looked at in one turn; the next turn goes on where this one found an end of a day.
  private static final long LOOKED_AT = 50_000;

  /// The way into the ledger.
  @FunctionalInterface
  public interface Notes {
    void note(Content content) throws InterruptedException;
  }

  private final PunchStore store;
  private final LedgerKey key;
  private final Duration keep;
  private final ZoneId zone;
  private final TerminalClock clock;
  private final Notes notes;
  private long noted;
  private long damaged;

  /// @param keep age from which a day may go
  public Retention(PunchStore store, LedgerKey key, Duration keep, ZoneId zone, TerminalClock clock, Notes notes) {
    this.store = store;
    this.key = key;
    this.keep = keep;
    this.zone = zone;
    this.clock = clock;
    this.notes = notes;
  }

  /// One turn: removes what a roster left, and what was given up, then gives up what has become too old; that is removed in the next turn.
  ///
  /// @param rest between two batches
  /// @throws InterruptedException if the thread is told to end; everything is in order then
  public void turn(Pause rest) throws InterruptedException {
    while (store.roster().removeSomeLeftovers() > 0) {
      rest.pause(BETWEEN);
    }
    long removed = 0;
    for (int batch = store.retirement().removeSome(BATCH); batch > 0; batch = store.retirement().removeSome(BATCH)) {
      removed += batch;
      rest.pause(BETWEEN);
    }
    if (removed > 0) {
      log.info("removed {} entries that were retired", removed);
    }
    Reading now = clock.now();
    long retired = store.retirement().retiredThrough();
    long oldest = store.retirement().oldest();
    // Not while an earlier one is on its way into the ledger, or its entries are not all removed.
    if (now.state() != ClockState.SYNCHRONISED || noted > retired || oldest <= retired) {
      return;
    }
    LocalDate keptFrom = LocalDate.ofInstant(now.wall().minus(keep), zone);
    // What was set aside is not delivered, although the mark has passed it.
    long delivered = store.outbox().setAside().list().stream().mapToLong(aside -> aside.seq() - 1).min()
        .orElse(Long.MAX_VALUE);
    Days days = new Days(oldest, Math.min(delivered, store.outbox().deliveredThrough()), keptFrom);
    store.reader().forEachRow(oldest, oldest + LOOKED_AT - 1, days::more);
    Optional<Days.End> end = days.end();
    if (end.isPresent()) {
      String time = EntryTime.format(now.wall(), zone);
      long last = end.get().seq();
      EntryHash hash = end.get().hash();
      noted = last;
      notes.note(new Content.Retired(oldest, last, hash, time,
          key.sign(SignedText.retired(store.ledger(), oldest, last, hash, last - oldest + 1, time))));
      log.info("entries {} to {} are older than {} days and retired", oldest, last, keep.toDays());
    }
  }

  /// Finds the end of the last day that may go.
  private final class Days {
    /// The last entry of a day.
    record End(long seq, EntryHash hash) {}

    private final long delivered;
    private final LocalDate keptFrom;
    private long expected;
    private @Nullable EntryHash before;
    private @Nullable LocalDate day;
    private @Nullable End known;
    private @Nullable End end;

    Days(long first, long delivered, LocalDate keptFrom) {
      this.expected = first;
      this.delivered = delivered;
      this.keptFrom = keptFrom;
    }

    Optional<End> end() {
      return Optional.ofNullable(end);
    }

    boolean more(LedgerRow row) {
      Optional<ScannedEntry> scanned = CanonicalScan.of(row.body().getBytes(StandardCharsets.UTF_8))
          .flatMap(ScannedEntry::of)
          .filter(entry -> entry.seq() == expected && entry.hashes() && entry.differsFrom(row).isEmpty()
              && (before == null || before.equals(entry.prev())));
      if (scanned.isEmpty()) {
        if (damaged != expected) {
          damaged = expected;
          log.error("entry {} is not as it was written; it and what follows is not removed", expected);
        }
        return false;
      }
      ScannedEntry entry = scanned.get();
      before = entry.hash();
      expected++;
      if (entry.scan().dataText("clock").orElse("UNSET").equals(ClockState.UNSET.name())) {
        return entry.seq() < delivered;
      }
      LocalDate date;
      try {
        date = OffsetDateTime.parse(entry.scan().text("time").orElse("")).atZoneSameInstant(zone).toLocalDate();
      } catch (DateTimeException e) {
        return false;
      }
      if (known != null && (!date.isBefore(keptFrom) || day != null && date.isAfter(day))) {
        end = known;
      }
      if (!date.isBefore(keptFrom) || entry.seq() > delivered) {
        return false;
      }
      known = new End(entry.seq(), entry.hash());
      day = day == null || date.isAfter(day) ? date : day;
      return true;
    }
  }
}
