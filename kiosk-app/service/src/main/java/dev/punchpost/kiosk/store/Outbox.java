package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.StoredEntry;
import java.util.List;

/// The ledger as a queue to the broker. Owned by the forwarder's thread.
public interface Outbox {
  /// The delivery mark: every entry up to it has been acknowledged. 0 at first. May lag behind what was acknowledged
  /// before a crash, never ahead. Any thread.
  long deliveredThrough();

  /// Writes the mark. Costs a device flush, so call it seldom.
  void markDelivered(long through);

  /// Committed entries after a sequence, in order.
  List<StoredEntry> after(long seq, int limit);
}
