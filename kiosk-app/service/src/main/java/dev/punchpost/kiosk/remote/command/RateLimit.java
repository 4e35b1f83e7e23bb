package dev.punchpost.kiosk.remote.command;

/// A token bucket: so many at once, and one more for each interval. One thread.
final class RateLimit {
  private final int burst;
  private final long intervalUs;
  private double tokens;
  private long lastUs;

  /// @param burst 1 or more
  /// @param intervalUs microseconds until one more is allowed
  /// @param now microseconds
  RateLimit(int burst, long intervalUs, long now) {
    this.burst = burst;
    this.intervalUs = intervalUs;
    this.tokens = burst;
    this.lastUs = now;
  }

  /// Whether one more is allowed now; takes its place if so.
  boolean allows(long now) {
    tokens = Math.min(burst, tokens + (double) (now - lastUs) / intervalUs);
    lastUs = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
