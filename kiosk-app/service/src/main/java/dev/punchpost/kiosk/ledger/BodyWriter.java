package dev.punchpost.kiosk.ledger;

/// Writes an entry's text. The terminal's is [EntryBody#chained]; measurements use others.
@FunctionalInterface
public interface BodyWriter {
  /// @param seq its place in the ledger, 1 .. 2^53 - 1
  /// @param prev the hash of the entry before it, or [EntryHash#genesis]
  ChainedBody write(long seq, Draft draft, EntryHash prev);
}
