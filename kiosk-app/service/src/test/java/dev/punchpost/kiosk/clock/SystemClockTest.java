package dev.punchpost.kiosk.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SystemClockTest {
  private Instant wall = Instant.parse("2026-11-20T08:00:00.123456789Z");
  private long micros = 5_000_000;
  private boolean synchronised;
  private final SystemClock clock = new SystemClock(() -> wall, () -> micros,
      () -> new TimeQuality.Sample(synchronised, 2_500), "boot-1", 20, Optional.empty());

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
    micros += 100_000_000;
    wall = wall.plusSeconds(100);
    assertEquals(ClockState.HOLDOVER, clock.now().state());
    // 2,500 us then, and 100 s × 20 ppm = 2,000 us since
    assertEquals(OptionalLong.of(5), clock.now().uncertaintyMs());
  }

  @Test
  void anEarlierMomentOfThisBootHasItsOwnWallTime() {
    Reading now = clock.now();
    assertEquals(now.wall().minusMillis(1_500), now.at(3_500_000).wall());
    assertEquals(3_500_000, now.at(3_500_000).monotonicUs());
  }
}
