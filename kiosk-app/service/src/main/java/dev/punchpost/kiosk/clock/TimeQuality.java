package dev.punchpost.kiosk.clock;

/// What the kernel says about the wall clock (adjtimex(2)), as chrony and systemd-timesyncd set it.
@FunctionalInterface
public interface TimeQuality {
  Sample sample();

  /// One answer.
  ///
  /// @param synchronised whether a time service steers the clock now
  /// @param maximumErrorMicros bound of the error in microseconds; means something only if synchronised
  record Sample(boolean synchronised, long maximumErrorMicros) {}
}
