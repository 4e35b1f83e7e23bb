package dev.punchpost.kiosk.ledger;

/// Writes an entry's text. The terminal's is [EntryBody#chained]; measurements use others.
@FunctionalInterface
public interface BodyWriter {
  /// @param seq its place in the ledger, 1 .. 2^53 - 1
  /// @param boot number of its boot in this ledger, 1 or more
  /// @param prev the hash of the entry before it, or [EntryHash#genesis]
  ChainedBody write(long seq, long boot, Draft draft, EntryHash prev);
}
