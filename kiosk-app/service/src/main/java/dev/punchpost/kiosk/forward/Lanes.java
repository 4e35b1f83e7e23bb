package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Outbox;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;

/// Two lanes out of the ledger: what is committed while we are connected goes ahead of what had waited before, so that
/// a new tap does not stand behind a backlog of days. One thread.
final class Lanes {
  private final Outbox outbox;
  private final Progress progress;
  private final Backlog fresh;
  private final Backlog waiting;

  /// @param reader reads the backlog ahead
  Lanes(Outbox outbox, Progress progress, Executor reader) {
    this.outbox = outbox;
    this.progress = progress;
    this.fresh = new Backlog(outbox, progress, Runnable::run);
    this.waiting = new Backlog(outbox, progress, reader);
  }

  /// Begins again at the mark: everything that is in the ledger by now is the backlog.
  void restart() {
    long mark = progress.mark();
    long newest = Math.max(mark, outbox.committedThrough());
    waiting.restart(mark, newest);
    fresh.restart(newest, Long.MAX_VALUE);
  }

  /// There may be new entries.
  void more() {
    fresh.more();
  }

  /// Takes the next of the new entries.
  ///
  /// @param wanted which ones are to be sent; others are passed over
  Optional<StoredEntry> nextFresh(long now, LongPredicate wanted) {
    return next(fresh, now, wanted);
  }

  /// Takes the next entry of the backlog.
  Optional<StoredEntry> nextWaiting(long now, LongPredicate wanted) {
    return next(waiting, now, wanted);
  }

  private static Optional<StoredEntry> next(Backlog lane, long now, LongPredicate wanted) {
    while (true) {
      Optional<StoredEntry> entry = lane.peek(now);
      if (entry.isEmpty()) {
        return entry;
      }
      lane.remove();
      if (wanted.test(entry.get().seq())) {
        return entry;
      }
    }
  }

  /// Reads ahead, for a moment when there is nothing better to do.
  void readAhead(long now) {
    waiting.readAhead(now);
  }

  /// Whether everything was taken and nothing came since.
  boolean empty() {
    return fresh.empty() && waiting.empty();
  }

  /// Whether the backlog was taken.
  boolean caughtUp() {
    return waiting.empty();
  }

  /// Microseconds until the store is asked again after a failure; Long.MAX_VALUE if it works.
  long retryIn(long now) {
    return Math.min(fresh.retryIn(now), waiting.retryIn(now));
  }
}
