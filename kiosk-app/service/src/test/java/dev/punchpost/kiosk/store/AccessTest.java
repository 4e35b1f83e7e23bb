package dev.punchpost.kiosk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final Instant BEGAN = Instant.parse("2026-11-20T10:00:00Z");
  /// Begun 1,000 s after the boot.
  private static final Access.Lock LOCK = new Access.Lock("boot-1", 1_300_000_000, BEGAN.plusSeconds(300));

  private static Duration left(String boot, long second, ClockState state, Instant wall) {
    return LOCK.left(new Reading(wall, second * 1_000_000, boot, state, OptionalLong.empty()), 5);
  }

  @Test
  void eachWrongPinAfterTheFirstLockDoublesTheNextUpToAnHour() {
    assertEquals(List.of(5L, 5L, 10L, 20L, 40L, 60L, 60L),
        Stream.of(0, 5, 6, 7, 8, 9, 1_000_000).map(tries -> Access.Lock.length(tries).toMinutes()).toList());
    Access access = new Access(Optional.empty(), 7, Optional.of(LOCK), Set.of(), Set.of());
    assertEquals(Duration.ofSeconds(1_190), access.locked(
        new Reading(BEGAN, 10_000_000, "boot-2", ClockState.UNSET, OptionalLong.empty())), "also after a reboot");
  }

  @Test
  void aLockLastsFiveMinutesOfTheBootWhateverTheWallClockSays() {
    assertEquals(Duration.ofSeconds(300), left("boot-1", 1_000, ClockState.SYNCHRONISED, BEGAN));
    assertEquals(Duration.ofSeconds(1), left("boot-1", 1_299, ClockState.SYNCHRONISED, BEGAN.plusSeconds(99_999)));
    assertEquals(Duration.ZERO, left("boot-1", 1_300, ClockState.UNSET, Instant.EPOCH));
  }

  @Test
  void afterARebootItIsServedAnewUnlessAGoodClockSaysThatItIsOver() {
    assertEquals(Duration.ofSeconds(290), left("boot-2", 10, ClockState.UNSET, BEGAN.plusSeconds(99_999)));
    assertEquals(Duration.ofSeconds(290), left("boot-2", 10, ClockState.SYNCHRONISED, BEGAN.plusSeconds(100)));
    assertEquals(Duration.ZERO, left("boot-2", 10, ClockState.SYNCHRONISED, BEGAN.plusSeconds(301)));
    assertEquals(Duration.ZERO, left("boot-2", 300, ClockState.UNSET, Instant.EPOCH));
  }

  @Test
  void rolesByHandAddToTheRostersAndTakeFromThem() {
    Access access = new Access(Optional.empty(), 0, Optional.empty(), Set.of("supervisor"), Set.of("driver"));
    assertEquals(Set.of("supervisor", "cook"), access.roles(Set.of("cook", "driver")));
    assertEquals(Set.of("cook"), Access.NONE.roles(Set.of("cook")));
  }
}
