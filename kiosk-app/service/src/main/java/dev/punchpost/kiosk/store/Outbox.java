package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import java.util.List;

/// The ledger as a queue to the broker. Owned by the forwarder's thread, except where it says otherwise.
public interface Outbox {
  /// Whose entries these are. Any thread.
  LedgerId ledger();

  /// The delivery mark: every entry up to it has been acknowledged, or is in [#setAside()]. 0 at first. May lag behind
  /// what was acknowledged before a crash, never ahead. Any thread.
  long deliveredThrough();

  /// Writes the mark. Costs a device flush, so call it seldom.
  void markDelivered(long through);

  /// Committed entries after a sequence, in order. Any thread.
  List<StoredEntry> after(long seq, int limit);

  /// A sequence that everything that was sent without a gap is at or below: written ahead of sending, so that after a
  /// crash nobody can have received more. 0 at first.
  long sentThrough();

  /// Writes [#sentThrough()]; it may go back. Costs a device flush.
  void markSent(long through);

  /// The newest committed sequence, 0 for an empty ledger. Any thread; no database access.
  long committedThrough();

  /// What the broker would not take. Any thread.
  SetAsideList setAside();
}
