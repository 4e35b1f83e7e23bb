package dev.punchpost.kiosk.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SystemClockTest {
  private Instant wall = Instant.parse("2026-11-20T08:00:00.123456789Z");
  private long micros = 5_000_000;
  private boolean synchronised;
  private long errorMicros = 2_500;
  private boolean silent;
  private final SystemClock clock = clock(Optional.empty());

  private SystemClock clock(Optional<KnownTime> known) {
    return new SystemClock(() -> wall, () -> micros, () -> {
      if (silent) {
        throw new HalException(HalException.Kind.IO, "adjtimex failed with error 1");
      }
      return new TimeQuality.Sample(synchronised, errorMicros);
    }, "boot-1", 20, known);
  }

  private void pass(long seconds) {
    micros += seconds * 1_000_000;
    wall = wall.plusSeconds(seconds);
  }

  @Test
  void aClockThatWasNeverSynchronisedIsUnsetAndPromisesNothing() {
    assertEquals(new Reading(Instant.parse("2026-11-20T08:00:00.123456Z"), 5_000_000, "boot-1", ClockState.UNSET,
        OptionalLong.empty()), clock.now());
  }

  @Test
  void aSynchronisedClockTellsTheKernelsBoundRoundedUp() {
    synchronised = true;
    assertEquals(ClockState.SYNCHRONISED, clock.now().state());
    assertEquals(OptionalLong.of(3), clock.now().uncertaintyMs());
  }

  @Test
  void holdoverGrowsBy20PartsPerMillion() {
    synchronised = true;
    clock.now();
    synchronised = false;
    pass(100);
    assertEquals(ClockState.HOLDOVER, clock.now().state());
    // 2,500 us then, and 100 s × 20 ppm = 2,000 us since
    assertEquals(OptionalLong.of(5), clock.now().uncertaintyMs());
  }

  @Test
  void holdoverStartsFromTheTightestBoundAndNotFromTheKernelsLastOne() {
    synchronised = true;
    clock.now();
    pass(32_000); // nine hours without a server: the kernel's own bound grows by 500 ppm
    errorMicros = 15_900_000;
    assertEquals(OptionalLong.of(15_900), clock.now().uncertaintyMs());
    synchronised = false;
    assertEquals(OptionalLong.of(643), clock.now().uncertaintyMs());
  }

  @Test
  void aClockMovedByHandInHoldoverIsUncertainByAsMuch() {
    synchronised = true;
    clock.now();
    synchronised = false;
    wall = wall.plusSeconds(3_600);
    assertEquals(ClockState.HOLDOVER, clock.now().state());
    assertEquals(OptionalLong.of(3_600_003), clock.now().uncertaintyMs());
    wall = wall.minusSeconds(3_600);
    assertEquals(OptionalLong.of(3), clock.now().uncertaintyMs());
  }

  @Test
  void whatWasKnownBeforeARestartIsKnownAfterIt() {
    synchronised = true;
    clock.now();
    synchronised = false;
    pass(1_000);
    assertEquals(clock.now(), clock(clock.known()).now());
  }

  @Test
  void aKernelThatDoesNotAnswerMakesNoReadingFail() {
    silent = true;
    assertEquals(ClockState.UNSET, clock.now().state());
    silent = false;
    synchronised = true;
    clock.now();
    silent = true;
    assertEquals(ClockState.HOLDOVER, clock.now().state());
  }

  @Test
  void anEarlierMomentOfThisBootHasItsOwnWallTime() {
    Reading now = clock.now();
    assertEquals(now.wall().minusMillis(1_500), now.at(3_500_000).wall());
    assertEquals(3_500_000, now.at(3_500_000).monotonicUs());
    assertEquals(now.offsetUs(), now.at(3_500_000).offsetUs());
  }

  @Test
  void driftIsRoundedUpAndDoesNotOverflowInYears() {
    assertEquals(1, KnownTime.drift(1, 1));
    assertEquals(20, KnownTime.drift(1_000_000, 20));
    assertEquals(100L * 365 * 86_400 * 500, KnownTime.drift(100L * 365 * 86_400 * 1_000_000, 500));
    assertTrue(KnownTime.drift(-1_000_000, 20) > 0);
  }
}
