package dev.punchpost.kiosk.forward;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits between attempts: decorrelated jitter, each wait random between the shortest one and three times the one
/// before, never above the longest. Many terminals that lost the same broker do not come back in step. The limit is put
/// on the range and not on its result, or most waits would end up being the longest one exactly.
///
/// One thread. Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
final class Backoff {
  private final long shortest;
  private final long longest;
  private final RandomGenerator random;
  private long last;

  /// @param shortest above zero
  /// @param longest not below `shortest`
  Backoff(Duration shortest, Duration longest, RandomGenerator random) {
    this.shortest = shortest.toNanos() / 1_000;
    this.longest = longest.toNanos() / 1_000;
    this.random = random;
    this.last = this.shortest;
    if (this.shortest <= 0 || this.longest < this.shortest) {
      throw new IllegalArgumentException("expected 0 < shortest <= longest");
    }
  }

  /// The next wait in microseconds.
  long nextMicros() {
    last = random.nextLong(shortest, Math.min(longest, last * 3) + 1);
    return last;
  }

  /// This time, or the longest wait if that is shorter.
  long limited(long micros) {
    return Math.min(micros, longest);
  }

  /// The last attempt was a success.
  void reset() {
    last = shortest;
  }
}
