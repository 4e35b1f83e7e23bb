package dev.punchpost.kiosk.reader;

import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns a reader: takes its events and hands them on, until closed.
///
/// [#close()] may be called from any thread, once or more.
public final class ReaderThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderThread.class);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(1);

  private final SupervisedReader reader;
  private final Consumer<ReaderEvent> sink;
  private final Thread thread;
  private final Queue<Runnable> borrowers = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private ReaderThread(SupervisedReader reader, Consumer<ReaderEvent> sink) {
    this.reader = reader;
    this.sink = sink;
    thread = Thread.ofPlatform().name("reader-" + reader.name()).daemon().unstarted(this::pump);
  }

  /// @param reader belongs to the thread from now on
  /// @param sink takes each event in turn; may block, and must then give up when interrupted
  public static ReaderThread start(SupervisedReader reader, Consumer<ReaderEvent> sink) {
    ReaderThread started = new ReaderThread(reader, sink);
    started.thread.start();
    return started;
  }

  /// Has something done with the open driver, on the reader's own thread; no badge is read meanwhile.
  ///
  /// @param work may throw [dev.punchpost.hal.HalException], and gets nothing if the reader is lost
  /// @return ends with the work's result or exception; starts within about a second
  public <T> CompletableFuture<T> borrow(Function<Optional<BadgeReader>, T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    borrowers.add(() -> {
      try {
        done.complete(work.apply(reader.driver()));
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    return done;
  }

  private void pump() {
    while (!closed && !reader.closed()) {
      try {
        Runnable borrower = borrowers.poll();
        if (borrower != null) {
          borrower.run();
        } else {
          reader.next(WAIT).ifPresent(sink);
        }
      } catch (RuntimeException e) {
        LOG.error("An event of reader {} was not taken", reader.name(), e);
      }
      if (!closed && Thread.interrupted()) {
        LOG.debug("Reader {} was interrupted and goes on", reader.name());
      }
    }
  }

  public ReaderStatus status() {
    return reader.status();
  }

  /// Ends the thread and gives the device back, within about a second also when the thread waits for something.
  @Override
  public void close() {
    closed = true;
    // Closing the device ends a read; the interrupt ends a pause between attempts, or the wait for a full queue.
    reader.close();
    thread.interrupt();
    if (thread.threadId() == Thread.currentThread().threadId()) {
      return;
    }
    try {
      if (!thread.join(STOP_PATIENCE)) {
        LOG.warn("The thread of reader {} does not end; it is left behind", reader.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
