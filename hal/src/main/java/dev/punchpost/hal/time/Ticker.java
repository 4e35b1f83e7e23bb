package dev.punchpost.hal.time;

/// Monotonic time since boot, for all logic (windows, time-outs, order of events). Never for people.
///
/// Thread-safe. The production ticker reads `CLOCK_BOOTTIME` (clock_gettime(2)), which goes on during suspend and
/// over a restart of the service, so that two readings with the same boot id may be compared.
@FunctionalInterface
public interface Ticker {
  /// Microseconds since boot; 0 .. 2^53 - 1, never decreasing.
  long micros();
}
