package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the delivery mark to the store, seldom: each write costs a device flush, and a mark that lags only means that
/// a crash sends a few entries again. One thread.
final class DeliveryMark {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryMark.class);
  /// Worth a write, but not more often than four times a second: a slow card flushes in 20 ms.
  private static final int ENTRIES = 1_000;
  private static final long SPACING_US = 250_000;
  /// The longest that a delivered entry waits for its mark.
  private static final long LONGEST_US = 5_000_000;
  /// Nothing under way for this long: a good moment.
  private static final long IDLE_US = 500_000;
  private static final long RETRY_US = 5_000_000;

  private final Outbox outbox;
  private long written;
  private long reached;
  private long reachedAt;
  private long lastWrite = Long.MIN_VALUE / 2;
  private long oldestUnwritten;
  private long notBefore = Long.MIN_VALUE;
  private boolean failing;

  DeliveryMark(Outbox outbox, long written) {
    this.outbox = outbox;
    this.written = written;
    this.reached = written;
  }

  /// Everything up to here is delivered.
  void reached(long through, long now) {
    if (through > reached) {
      if (reached == written) {
        oldestUnwritten = now;
      }
      reached = through;
      reachedAt = now;
    }
  }

  /// Writes the mark if it is due.
  ///
  /// @param idle nothing is in flight
  /// @return microseconds until it will be due; Long.MAX_VALUE if there is nothing to write
  long writeIfDue(long now, boolean idle) {
    if (reached == written) {
      return Long.MAX_VALUE;
    }
    long due = oldestUnwritten + LONGEST_US;
    if (reached - written >= ENTRIES) {
      due = Math.min(due, lastWrite + SPACING_US);
    }
    if (idle) {
      due = Math.min(due, reachedAt + IDLE_US);
    }
    due = Math.max(due, notBefore);
    if (now < due) {
      return due - now;
    }
    write(now);
    return reached == written ? Long.MAX_VALUE : RETRY_US;
  }

  /// Writes the mark now, if there is anything to write. Never throws: what cannot be written is sent again later.
  void write(long now) {
    if (reached == written) {
      return;
    }
    try {
      outbox.markDelivered(reached);
      written = reached;
      lastWrite = now;
      if (failing) {
        LOG.info("the delivery mark can be written again");
        failing = false;
      }
    } catch (StoreException e) {
      notBefore = now + RETRY_US;
      if (!failing) {
        LOG.warn("the delivery mark cannot be written, delivery goes on: {}", e.getMessage());
        failing = true;
      }
    }
  }
}
