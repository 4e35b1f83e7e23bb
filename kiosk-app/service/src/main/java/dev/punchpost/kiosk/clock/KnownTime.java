package dev.punchpost.kiosk.clock;

/// A moment at which the wall clock was known to be right, and how right: what holdover starts from.
///
/// @param monotonicUs microseconds since boot
/// @param offsetUs wall time less monotonic time then, in microseconds since 1970
/// @param errorUs bound of the wall clock's error then, in microseconds, 0 or more
/// @param synchronised whether a time service said so in this boot; else a battery-backed clock did
public record KnownTime(long monotonicUs, long offsetUs, long errorUs, boolean synchronised) {
  public KnownTime {
    if (errorUs < 0) {
      throw new IllegalArgumentException("an error bound is not negative");
    }
  }

  /// Bound of the wall clock's error at another moment of this boot: the error then, what an uncompensated quartz may
  /// have drifted since, and how far the wall clock has been moved by hand.
  ///
  /// @param driftPpm parts per million
  long errorUs(long nowMonotonicUs, long nowOffsetUs, int driftPpm) {
    long moved = Math.abs(nowOffsetUs - offsetUs);
    return errorUs + drift(nowMonotonicUs - monotonicUs, driftPpm) + (moved > SystemClock.JITTER_US ? moved : 0);
  }

  /// How far a clock may drift in a time, rounded up; microseconds.
  public static long drift(long elapsedUs, int driftPpm) {
    long elapsed = Math.abs(elapsedUs);
    return elapsed / 1_000_000 * driftPpm + (elapsed % 1_000_000 * driftPpm + 999_999) / 1_000_000;
  }
}
