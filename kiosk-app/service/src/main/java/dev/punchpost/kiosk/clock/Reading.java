package dev.punchpost.kiosk.clock;

import java.time.Instant;
import java.util.OptionalLong;

/// One look at all clocks.
///
/// @param wall wall time, for people, microsecond precision
/// @param monotonicUs microseconds since boot (CLOCK_BOOTTIME), for logic; 0 .. 2^53 - 1
/// @param bootId `/proc/sys/kernel/random/boot_id`; readings of one boot may be compared by `monotonicUs`
/// @param state how good `wall` is
/// @param uncertaintyMs bound of its error in milliseconds; empty when nothing is known (UNSET)
public record Reading(Instant wall, long monotonicUs, String bootId, ClockState state, OptionalLong uncertaintyMs) {
  /// Wall time less monotonic time, in microseconds since 1970: when this boot began, as far as the wall clock knows.
  /// It changes when the wall clock is stepped. A slew does not change it: the kernel slews both clocks alike.
  public long offsetUs() {
    return wall.getEpochSecond() * 1_000_000 + wall.getNano() / 1_000 - monotonicUs;
  }

  /// The same clocks at an earlier (or later) moment of this boot.
  public Reading at(long otherMonotonicUs) {
    return new Reading(wall.plusNanos((otherMonotonicUs - monotonicUs) * 1_000), otherMonotonicUs, bootId, state,
        uncertaintyMs);
  }
}
