package dev.punchpost.kiosk.store;

/// Removes entries that a [dev.punchpost.kiosk.ledger.Content.Retired] in the ledger has given up, and no others: the
/// only way in which an entry ever goes. Any thread but the punch thread, one call at a time.
public interface EntryRetirement {
  /// Every entry up to this one has been given up in the ledger; 0 if none.
  long retiredThrough();

  /// The oldest entry that is still there; one more than the newest if there is none.
  long oldest();

  /// Removes the oldest of the entries that were given up, in a transaction of its own that holds nothing else up.
  ///
  /// @param limit how many at most, 1 or more
  /// @return how many; 0 when nothing is left to remove, or when somebody reads the ledger just now
  int removeSome(int limit);
}
