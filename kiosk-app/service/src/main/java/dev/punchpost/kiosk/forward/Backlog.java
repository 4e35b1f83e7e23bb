package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A part of the outbox read in order, a batch at a time. The next batch is read by somebody else meanwhile, or the
/// broker's small window would run empty during each read. One thread.
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  /// Large enough that the query does not count, small enough for a small heap.
  private static final int BATCH = 250;
  private static final long RETRY_US = 1_000_000;

  /// A batch that is being read.
  ///
  /// @param after what it begins after
  /// @param wanted how many were asked for
  private record Ahead(long after, int wanted, CompletableFuture<List<StoredEntry>> entries) {}

  private final Outbox outbox;
  private final Progress progress;
  private final Executor reader;
  private final Deque<StoredEntry> batch = new ArrayDeque<>(BATCH);
  private long readThrough;
  private long last;
  private boolean drained;
  private @Nullable Ahead ahead;
  private long notBefore = Long.MIN_VALUE;
  private boolean failing;

  /// Empty until [#restart].
  ///
  /// @param progress knows what need not be read
  /// @param reader reads ahead
  Backlog(Outbox outbox, Progress progress, Executor reader) {
    this.outbox = outbox;
    this.progress = progress;
    this.reader = reader;
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
    // Should one be on its way, nobody waits for it.
    ahead = null;
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

  /// Has the next batch read, if this one comes to its end.
  void readAhead(long now) {
    if (ahead == null && batch.size() < BATCH / 2 && mayRead(now)) {
      ahead = next();
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

  private boolean mayRead(long now) {
    return !drained && !(failing && now < notBefore);
  }

  private Ahead next() {
    long from = Math.min(last, progress.skip(readThrough));
    int wanted = (int) Math.min(BATCH, last - from);
    CompletableFuture<List<StoredEntry>> entries = wanted == 0
        ? CompletableFuture.completedFuture(List.of())
        : CompletableFuture.supplyAsync(() -> outbox.after(from, wanted), reader);
    return new Ahead(from, wanted, entries);
  }

  private void read(long now) {
    if (!mayRead(now)) {
      return;
    }
    Ahead awaited = ahead == null ? next() : ahead;
    ahead = null;
    try {
      List<StoredEntry> read = awaited.entries().join();
      batch.addAll(read);
      readThrough = awaited.after() + read.size();
      drained = read.size() < awaited.wanted() || readThrough >= last;
      if (failing) {
        LOG.info("the outbox can be read again");
        failing = false;
      }
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof StoreException cause)) {
        throw e;
      }
      notBefore = now + RETRY_US;
      if (!failing) {
        LOG.warn("the outbox cannot be read, trying again every second: {}", cause.getMessage());
        failing = true;
      }
    }
  }
}
