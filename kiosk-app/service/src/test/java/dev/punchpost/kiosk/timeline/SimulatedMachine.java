package dev.punchpost.kiosk.timeline;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.clock.TimeQuality;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// A machine whose clocks are wrong in known ways, beside the true time. As in Linux, wall and monotonic time run from
/// one quartz: a step moves the wall clock alone. Thread-safe.
final class SimulatedMachine {
  private Instant truth;
  private Instant bootedAt;
  private long monotonicUs;
  private long offsetUs;
  private int quartzPpm;
  private boolean synchronised;
  private long errorUs;
  private int boots;

  SimulatedMachine(Instant truth) {
    this.truth = truth;
    this.bootedAt = truth;
  }

  /// @param wall what the wall clock shows at first
  /// @param ppm how much too fast its quartz is
  synchronized void boot(Instant wall, int ppm) {
    boots++;
    bootedAt = truth;
    monotonicUs = 0;
    offsetUs = micros(wall);
    quartzPpm = ppm;
    synchronised = false;
  }

  synchronized void pass(Duration time) {
    long us = time.toNanos() / 1_000;
    truth = truth.plus(us, ChronoUnit.MICROS);
    // A time service steers the frequency as well.
    monotonicUs += us + (synchronised ? 0 : us / 1_000_000 * quartzPpm);
  }

  /// A time service takes over and steps the wall clock to the truth, but for an error within its bound.
  synchronized void synchronise(long actualErrorUs, long boundUs) {
    offsetUs = micros(truth) + actualErrorUs - monotonicUs;
    errorUs = boundUs;
    synchronised = true;
  }

  /// The servers cannot be reached any more.
  synchronized void loseSynchronisation() {
    synchronised = false;
  }

  /// As clock_settime(2): the kernel forgets that it was synchronised.
  synchronized void setByHand(Instant wall) {
    offsetUs = micros(wall) - monotonicUs;
    synchronised = false;
  }

  synchronized void step(Duration by) {
    setByHand(Instant.EPOCH.plus(monotonicUs + offsetUs, ChronoUnit.MICROS).plus(by));
  }

  synchronized Instant truth() {
    return truth;
  }

  synchronized Duration uptime() {
    return Duration.between(bootedAt, truth);
  }

  synchronized boolean isSynchronised() {
    return synchronised;
  }

  synchronized String bootId() {
    return String.format(java.util.Locale.ROOT, "00000000-0000-4000-8000-%012d", boots);
  }

  synchronized long monotonicUs() {
    return monotonicUs;
  }

  Ticker ticker() {
    return this::monotonicUs;
  }

  InstantSource wall() {
    return () -> {
      synchronized (this) {
        return Instant.EPOCH.plus(monotonicUs + offsetUs, ChronoUnit.MICROS);
      }
    };
  }

  TimeQuality quality() {
    return () -> {
      synchronized (this) {
        return new TimeQuality.Sample(synchronised, errorUs);
      }
    };
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
