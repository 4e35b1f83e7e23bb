package dev.punchpost.hal.credential;

/// Counters of one reader. They only grow.
///
/// @param presented badges told
/// @param rejected frames that failed a check (checksum, parity, pattern, length)
/// @param noiseBytes bytes that belonged to no frame
public record ReaderCounts(long presented, long rejected, long noiseBytes) {
  public static final ReaderCounts NONE = new ReaderCounts(0, 0, 0);

  /// Both together, for a reader that was opened again.
  public ReaderCounts plus(ReaderCounts other) {
    return new ReaderCounts(presented + other.presented, rejected + other.rejected, noiseBytes + other.noiseBytes);
  }
}
