package dev.punchpost.kiosk.clock;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The terminal's clock over the machine's clocks. Thread-safe.
///
/// A reading asks the kernel each time (adjtimex(2), some hundred nanoseconds), so that no reading calls a clock
/// synchronised that was moved by hand a moment ago. A kernel that does not answer makes the clock count as not
/// synchronised; it never makes a reading fail.
public final class SystemClock implements TerminalClock {
  private static final Logger log = LoggerFactory.getLogger(SystemClock.class);

  /// Wall and monotonic time are read one after the other; a difference up to this is no step.
  public static final long JITTER_US = 5_000;
  private static final long QUICK_US = 200;
  private static final int ATTEMPTS = 3;

  private final InstantSource wall;
  private final Ticker ticker;
  private final TimeQuality quality;
  private final String bootId;
  private final int driftPpm;
  private Optional<KnownTime> known;
  private boolean silent;

  /// @param driftPpm how far an unsteered clock may drift, parts per million; 1 .. 500
  /// @param known what is known of this boot's wall clock from before ([ClockMemory])
  public SystemClock(InstantSource wall, Ticker ticker, TimeQuality quality, String bootId, int driftPpm,
      Optional<KnownTime> known) {
    this.wall = wall;
    this.ticker = ticker;
    this.quality = quality;
    this.bootId = bootId;
    this.driftPpm = driftPpm;
    this.known = known;
  }

  @Override
  public synchronized Reading now() {
    TimeQuality.Sample sample = sample();
    Reading bare = bothClocks();
    long monotonicUs = bare.monotonicUs();
    if (sample.synchronised()) {
      learn(monotonicUs, bare.offsetUs(), sample.maximumErrorMicros());
      return with(bare, ClockState.SYNCHRONISED, milliseconds(sample.maximumErrorMicros()));
    }
    return known.map(then -> with(bare, ClockState.HOLDOVER,
        milliseconds(then.errorUs(monotonicUs, bare.offsetUs(), driftPpm)))).orElse(bare);
  }

  /// The best that is known of the wall clock; what must survive a restart of the service.
  public synchronized Optional<KnownTime> known() {
    return known;
  }

  /// Keeps the tighter bound. Between two answers of its servers the kernel's own grows by 500 ppm, to 16 s after nine
  /// hours without any, where the clock has drifted by a fraction of a second.
  private void learn(long monotonicUs, long offsetUs, long errorUs) {
    boolean tighter = known.filter(KnownTime::synchronised)
        .filter(then -> Math.abs(offsetUs - then.offsetUs()) <= JITTER_US)
        .filter(then -> then.errorUs(monotonicUs, offsetUs, driftPpm) < errorUs).isPresent();
    if (!tighter) {
      known = Optional.of(new KnownTime(monotonicUs, offsetUs, errorUs, true));
    }
  }

  private TimeQuality.Sample sample() {
    try {
      TimeQuality.Sample sample = quality.sample();
      silent = false;
      return sample;
    } catch (HalException e) {
      if (!silent) {
        log.warn("the kernel does not say how good its clock is: {}", e.getMessage());
        silent = true;
      }
      return new TimeQuality.Sample(false, 0);
    }
  }

  /// Wall time between two looks at monotonic time; looked at again if this thread was held up in between.
  private Reading bothClocks() {
    long before = ticker.micros();
    Instant time = wall.instant();
    long after = ticker.micros();
    for (int attempt = 1; attempt < ATTEMPTS && after - before > QUICK_US; attempt++) {
      before = after;
      time = wall.instant();
      after = ticker.micros();
    }
    return new Reading(time.truncatedTo(ChronoUnit.MICROS), before + (after - before) / 2, bootId, ClockState.UNSET,
        OptionalLong.empty());
  }

  private static Reading with(Reading bare, ClockState state, OptionalLong uncertaintyMs) {
    return new Reading(bare.wall(), bare.monotonicUs(), bare.bootId(), state, uncertaintyMs);
  }

  /// Rounded up: a bound must not shrink.
  private static OptionalLong milliseconds(long micros) {
    return OptionalLong.of((micros + 999) / 1_000);
  }
}
