package dev.punchpost.kiosk.clock;

import dev.punchpost.hal.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// What a service that has just started may believe of a wall clock that nobody steers yet. Conservative: whatever is
/// not proven is not claimed.
public final class StartingClock {
  /// Battery-backed clocks count whole seconds, and the kernel reads them to half a one.
  private static final long CHIP_STEP_US = 1_000_000;
  /// The kernel writes the synchronised time into the chip every eleven minutes, so its own drift began by so much
  /// earlier.
  private static final long CHIP_SET_EVERY_US = 11 * 60 * 1_000_000L;
  private static final long CHIP_AGREES_US = 2_000_000;

  private StartingClock() {}

  /// Known if the clock was synchronised earlier in this boot, or a battery-backed clock set it and
  ///
  /// - the time of the last synchronisation is remembered, as the moment from which the chip has drifted since,
  /// - no boot since then went without a good time (its shutdown may have written that into the chip),
  /// - the wall clock is not earlier than the last synchronisation (the battery is not empty), and
  /// - the chip still agrees with the wall clock (nobody else, such as a service that restores the last saved time,
  ///   has moved it).
  public static Optional<KnownTime> known(ClockMemory memory, String bootId, BatteryClock battery, InstantSource wall,
      Ticker ticker, int driftPpm) {
    Optional<ClockMemory.Kept> kept = memory.load();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    ClockMemory.Kept last = kept.get();
    if (last.bootId().equals(bootId)) {
      return Optional.of(last.time());
    }
    OptionalLong chip = last.lost() ? OptionalLong.empty() : battery.secondsSince1970();
    Instant time = wall.instant();
    long nowUs = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    if (chip.isEmpty() || Math.abs(chip.getAsLong() * 1_000_000 - nowUs) > CHIP_AGREES_US
        || nowUs < last.wallUs()) {
      return Optional.empty();
    }
    long monotonicUs = ticker.micros();
    long errorUs = last.time().errorUs() + CHIP_STEP_US
        + KnownTime.drift(nowUs - last.wallUs() + CHIP_SET_EVERY_US, driftPpm);
    return Optional.of(new KnownTime(monotonicUs, nowUs - monotonicUs, errorUs, false));
  }
}
