package dev.punchpost.hal.linux;

/// From CLOCK_MONOTONIC, on which the kernel tells edges, to CLOCK_BOOTTIME, on which the ticker runs. They differ by
/// the time that the machine was suspended. Owned by one thread.
final class MonotonicOffset {
  /// A measurement in which this thread was not running for a while says nothing.
  private static final long LONGEST_MEASUREMENT_NANOS = 1_000_000;
  /// Less than this is the measurement's own error; more is a suspend. An offset that moved a little with every
  /// reading would bend the distances between edges.
  private static final long LEAST_SUSPEND_NANOS = 10_000_000;
  private static final int ATTEMPTS = 100;

  private final Libc libc;
  private final long[] time = new long[2];
  private long offset;

  MonotonicOffset(Libc libc) {
    this.libc = libc;
    int left = ATTEMPTS;
    while (!measure(0) && left > 0) {
      left--;
    }
  }

  /// Looks whether the machine was suspended since the last time.
  void check() {
    measure(LEAST_SUSPEND_NANOS);
  }

  long toBoot(long monotonicNanos) {
    return monotonicNanos + offset;
  }

  private boolean measure(long least) {
    long before = nanos(Libc.CLOCK_MONOTONIC);
    long boot = nanos(Libc.CLOCK_BOOTTIME);
    long after = nanos(Libc.CLOCK_MONOTONIC);
    if (after - before > LONGEST_MEASUREMENT_NANOS) {
      return false;
    }
    long measured = boot - before;
    if (Math.abs(measured - offset) >= least) {
      offset = measured;
    }
    return true;
  }

  private long nanos(int clock) {
    libc.clockGettime(clock, time);
    return time[0] * 1_000_000_000L + time[1];
  }
}
