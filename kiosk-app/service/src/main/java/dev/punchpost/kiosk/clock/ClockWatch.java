package dev.punchpost.kiosk.clock;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the clock every second or so, on a housekeeping thread: tells when its state has changed or somebody has
/// stepped it, and remembers the last good time in the data directory. One thread.
public final class ClockWatch {
  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
  private static final long KEEP_EVERY_US = Duration.ofHours(1).toNanos() / 1_000;
  /// A step that entries are corrected for: more than this, against CLOCK_BOOTTIME.
  public static final long STEP_US = 2_000_000;

  private final SystemClock clock;
  private final ClockMemory memory;
  private final Runnable changed;
  private Optional<Reading> before = Optional.empty();
  private Optional<ClockMemory.Kept> kept;

  /// @param changed told of a new state or a step; must not block
  public ClockWatch(SystemClock clock, ClockMemory memory, Runnable changed) {
    this.clock = clock;
    this.memory = memory;
    this.changed = changed;
    this.kept = memory.load();
  }

  /// One look: two system calls, and a small file written at the first synchronisation, once an hour, and when the
  /// synchronisation is lost.
  public void look() {
    try {
      lookAt(clock.now());
    } catch (RuntimeException e) {
      // A scheduled task that throws is not called again.
      log.error("the clock cannot be looked at: {}", e.getMessage(), e);
    }
  }

  private void lookAt(Reading now) {
    boolean otherState = before.map(then -> then.state() != now.state()).orElse(false);
    long stepUs = before.map(then -> now.offsetUs() - then.offsetUs()).orElse(0L);
    if (otherState) {
      log.info("the clock is {}", now.state());
    }
    if (Math.abs(stepUs) > STEP_US) {
      log.warn("the wall clock was stepped by {} ms", stepUs / 1_000);
    }
    before = Optional.of(now);
    if (otherState || Math.abs(stepUs) > STEP_US) {
      changed.run();
    }
    remember(now, otherState);
  }

  /// Before the service ends.
  public void close() {
    remember(clock.now(), true);
  }

  private void remember(Reading now, boolean atOnce) {
    Optional<KnownTime> synchronised = clock.known().filter(KnownTime::synchronised);
    if (synchronised.isPresent()) {
      ClockMemory.Kept next = new ClockMemory.Kept(now.bootId(), synchronised.get(), false);
      boolean due = atOnce || kept.filter(then -> then.bootId().equals(now.bootId()))
          .map(then -> next.time().monotonicUs() - then.time().monotonicUs() >= KEEP_EVERY_US).orElse(true);
      if (due && !kept.equals(Optional.of(next))) {
        keep(next);
      }
    } else if (now.state() == ClockState.UNSET) {
      kept.filter(then -> !then.lost()).ifPresent(then -> keep(new ClockMemory.Kept(then.bootId(), then.time(), true)));
    }
  }

  private void keep(ClockMemory.Kept next) {
    memory.keep(next);
    kept = Optional.of(next);
  }
}
