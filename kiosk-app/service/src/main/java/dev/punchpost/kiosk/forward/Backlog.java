package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A part of the outbox read in order, a batch at a time. One thread.
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  /// Small enough to be read while a window of 20 is on its way, large enough that the query does not count.
  private static final int BATCH = 100;
  private static final long RETRY_US = 1_000_000;

  private final Outbox outbox;
  private final Progress progress;
  private final Deque<StoredEntry> batch = new ArrayDeque<>(BATCH);
  private long readThrough;
  private long last;
  private boolean drained;
  private long notBefore = Long.MIN_VALUE;
  private boolean failing;

  /// Empty until [#restart].
  ///
  /// @param progress knows what need not be read
  Backlog(Outbox outbox, Progress progress) {
    this.outbox = outbox;
    this.progress = progress;
  }

  /// There may be new entries.
  void more() {
    drained = readThrough >= last;
  }

  /// Begins again.
  ///
  /// @param after everything up to here is none of its business
  /// @param through the last one of its business; Long.MAX_VALUE for no end
  void restart(long after, long through) {
    batch.clear();
    readThrough = after;
    last = through;
    drained = readThrough >= last;
  }

  /// The next entry, read from the store if need be; empty if there is none or the store fails for now.
  Optional<StoredEntry> peek(long now) {
    if (batch.isEmpty()) {
      read(now);
    }
    return Optional.ofNullable(batch.peek());
  }

  /// Takes the entry that [#peek] showed.
  void remove() {
    batch.remove();
  }

  /// Reads ahead, for a moment when there is nothing better to do.
  void readAhead(long now) {
    if (batch.size() < BATCH / 2) {
      read(now);
    }
  }

  /// Whether everything was read and nothing came since.
  boolean empty() {
    return drained && batch.isEmpty();
  }

  /// Microseconds until the store is asked again after a failure; Long.MAX_VALUE if it works.
  long retryIn(long now) {
    return failing ? Math.max(0, notBefore - now) : Long.MAX_VALUE;
  }

  private void read(long now) {
    if (drained || (failing && now < notBefore)) {
      return;
    }
    try {
      long from = Math.min(last, progress.skip(readThrough));
      int wanted = (int) Math.min(BATCH, last - from);
      List<StoredEntry> read = wanted == 0 ? List.of() : outbox.after(from, wanted);
      batch.addAll(read);
      readThrough = from + read.size();
      drained = read.size() < wanted || readThrough >= last;
      if (failing) {
        LOG.info("the outbox can be read again");
        failing = false;
      }
    } catch (StoreException e) {
      notBefore = now + RETRY_US;
      if (!failing) {
        LOG.warn("the outbox cannot be read, trying again every second: {}", e.getMessage());
        failing = true;
      }
    }
  }
}
