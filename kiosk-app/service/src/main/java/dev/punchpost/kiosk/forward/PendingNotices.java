package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.Content;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the ledger has still to be told. One thread.
final class PendingNotices {
  private static final Logger LOG = LoggerFactory.getLogger(PendingNotices.class);
  private static final int MOST = 1_000;
  private static final long OFFER_AGAIN_US = 100_000;

  private final Notices notices;
  private final Deque<Content> pending = new ArrayDeque<>();

  PendingNotices(Notices notices) {
    this.notices = notices;
  }

  void add(Content content) {
    if (pending.size() >= MOST) {
      LOG.error("entry {} is lost: the ledger has not taken {} before it", content.type(), pending.size());
      return;
    }
    pending.add(content);
  }

  /// Offers what waits.
  ///
  /// @return microseconds until it should be offered again; Long.MAX_VALUE if nothing waits
  long offer() {
    while (!pending.isEmpty()) {
      if (!notices.offer(pending.peek())) {
        return OFFER_AGAIN_US;
      }
      pending.remove();
    }
    return Long.MAX_VALUE;
  }
}
