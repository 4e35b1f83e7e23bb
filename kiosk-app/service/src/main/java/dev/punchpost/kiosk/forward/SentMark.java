package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the store's bound of what was sent ahead of sending, a good piece at a time, because each write costs a device
/// flush. After a crash a consumer's acknowledgement is checked against it. One thread.
final class SentMark {
  private static final Logger LOG = LoggerFactory.getLogger(SentMark.class);
  private static final int AHEAD = 4_096;
  private static final long RETRY_US = 5_000_000;

  private final Outbox outbox;
  private long written;
  private long notBefore = Long.MIN_VALUE;
  private boolean failing;

  SentMark(Outbox outbox) {
    this.outbox = outbox;
    this.written = outbox.sentThrough();
  }

  /// Everything up to here will have been sent without a gap. If the store fails, sending goes on: an acknowledgement
  /// that is refused for that after a crash only means that some entries are sent again.
  void reach(long through, long now) {
    if (through > written && now >= notBefore) {
      write(through + AHEAD, now);
    }
  }

  /// Nothing more will be sent.
  void settle(long through, long now) {
    if (through != written) {
      write(through, now);
    }
  }

  private void write(long through, long now) {
    try {
      outbox.markSent(through);
      written = through;
      failing = false;
    } catch (StoreException e) {
      notBefore = now + RETRY_US;
      if (!failing) {
        LOG.warn("what is sent cannot be noted, delivery goes on: {}", e.getMessage());
        failing = true;
      }
    }
  }
}
