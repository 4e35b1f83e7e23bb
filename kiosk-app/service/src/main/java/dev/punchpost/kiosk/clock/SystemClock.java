package dev.punchpost.kiosk.clock;

import dev.punchpost.hal.time.Ticker;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/// The terminal's clock over the machine's clocks. Thread-safe; a reading costs three system calls.
///
/// A clock that was synchronised once in this run and no longer is, is in holdover: its error is the last one known
/// plus the drift of an uncompensated quartz since then.
public final class SystemClock implements TerminalClock {
  /// 20 parts per million, the usual tolerance of the crystal on a single-board computer.
  private static final long DRIFT_PPM = 20;

  private final InstantSource wall;
  private final Ticker ticker;
  private final TimeQuality quality;
  private final String bootId;
  private long synchronisedAtMicros = -1;
  private long errorThenMicros;

  public SystemClock(InstantSource wall, Ticker ticker, TimeQuality quality, String bootId) {
    this.wall = wall;
    this.ticker = ticker;
    this.quality = quality;
    this.bootId = bootId;
  }

  @Override
  public synchronized Reading now() {
    TimeQuality.Sample sample = quality.sample();
    long monotonicUs = ticker.micros();
    var time = wall.instant().truncatedTo(ChronoUnit.MICROS);
    if (sample.synchronised()) {
      synchronisedAtMicros = monotonicUs;
      errorThenMicros = sample.maximumErrorMicros();
      return new Reading(time, monotonicUs, bootId, ClockState.SYNCHRONISED, milliseconds(errorThenMicros));
    }
    if (synchronisedAtMicros < 0) {
      return new Reading(time, monotonicUs, bootId, ClockState.UNSET, OptionalLong.empty());
    }
    long drift = (monotonicUs - synchronisedAtMicros) * DRIFT_PPM / 1_000_000;
    return new Reading(time, monotonicUs, bootId, ClockState.HOLDOVER, milliseconds(errorThenMicros + drift));
  }

  /// Rounded up: a bound must not shrink.
  private static OptionalLong milliseconds(long micros) {
    return OptionalLong.of((micros + 999) / 1_000);
  }
}
