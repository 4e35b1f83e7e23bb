package dev.punchpost.kiosk.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a restart may conclude from the remembered time and a battery-backed clock, and when that is remembered.
class StartingClockTest {
  private static final String THEN = "00000000-0000-4000-8000-000000000001";
  private static final String NOW = "00000000-0000-4000-8000-000000000002";
  private static final Instant SYNCHRONISED_AT = Instant.parse("2026-11-20T08:00:00Z");
  private static final KnownTime GOOD = new KnownTime(600_000_000,
      SYNCHRONISED_AT.getEpochSecond() * 1_000_000 - 600_000_000, 2_000, true);

  @TempDir
  Path directory = Path.of("");
  private Instant wall = SYNCHRONISED_AT.plusSeconds(86_400);
  private BatteryClock battery = () -> OptionalLong.of(wall.getEpochSecond());

  private Optional<KnownTime> known(String bootId) {
    return StartingClock.known(new ClockMemory(directory), bootId, battery, () -> wall, () -> 30_000_000, 20);
  }

  private void remember(boolean lost) {
    new ClockMemory(directory).keep(new ClockMemory.Kept(THEN, GOOD, lost));
  }

  @Test
  void withinTheBootTheSynchronisationIsRemembered() {
    remember(false);
    assertEquals(Optional.of(GOOD), known(THEN));
  }

  @Test
  void inTheNextBootABatteryBackedClockIsGoodForItsDriftSince() {
    remember(false);
    // 2,000 us, one second of the chip, and (86,400 + 660) s x 20 ppm
    assertEquals(Optional.of(new KnownTime(30_000_000, wall.getEpochSecond() * 1_000_000 - 30_000_000,
        2_000 + 1_000_000 + 87_060L * 20, false)), known(NOW));
  }

  @Test
  void withoutOneNothingIsKnown() {
    remember(false);
    battery = BatteryClock.NONE;
    assertEquals(Optional.empty(), known(NOW));
  }

  @Test
  void aWallClockThatTheChipDoesNotAgreeWithWasSetBySomebodyElse() {
    remember(false);
    battery = () -> OptionalLong.of(0);
    assertEquals(Optional.empty(), known(NOW));
  }

  @Test
  void aChipThatIsBehindTheLastSynchronisationHasAnEmptyBattery() {
    remember(false);
    wall = SYNCHRONISED_AT.minusSeconds(10);
    assertEquals(Optional.empty(), known(NOW));
  }

  @Test
  void aBootWithoutAGoodTimeInBetweenMakesTheChipWorthless() {
    remember(true);
    assertEquals(Optional.empty(), known(NOW));
  }

  @Test
  void aFileThatIsCutOrMissingSaysNothing() throws IOException {
    assertEquals(Optional.empty(), known(THEN));
    remember(false);
    Path file = directory.resolve(ClockMemory.NAME);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String whole = Files.readString(file);
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(file, whole.substring(0, length));
      assertEquals(Optional.empty(), known(THEN), whole.substring(0, length));
    }
    Files.write(file, new byte[]{(byte) 0xFF, 0, 7});
    assertEquals(Optional.empty(), known(THEN));
  }

  @Test
  void theWatchTellsChangesAndWritesSeldom() throws IOException {
    AtomicInteger changes = new AtomicInteger();
    boolean[] synchronised = {false};
    long[] micros = {1_000_000};
    SystemClock clock = new SystemClock(() -> SYNCHRONISED_AT.plusNanos(micros[0] * 1_000), () -> micros[0],
        () -> new TimeQuality.Sample(synchronised[0], 3_000), NOW, 20, Optional.empty());
    ClockWatch watch = new ClockWatch(clock, new ClockMemory(directory), changes::incrementAndGet);
    watch.look();
    Path file = directory.resolve(ClockMemory.NAME);
    assertFalse(Files.exists(file));
    synchronised[0] = true;
    watch.look();
    assertEquals(1, changes.get());
    int writes = 0;
    String before = "";
    for (int second = 0; second < 4 * 3_600; second += 10) {
      micros[0] += 10_000_000;
      watch.look();
      String text = Files.readString(file);
      writes += text.equals(before) ? 0 : 1;
      before = text;
    }
    assertEquals(1, changes.get());
    assertEquals(5, writes); // at once, and once an hour
    synchronised[0] = false;
    watch.look();
    assertEquals(2, changes.get());
  }

  @Test
  void aBootThatStartsWithoutAGoodTimeIsRemembered() {
    remember(false);
    SystemClock unset = new SystemClock(() -> wall, () -> 1_000_000, () -> new TimeQuality.Sample(false, 0), NOW, 20,
        Optional.empty());
    new ClockWatch(unset, new ClockMemory(directory), () -> {}).look();
    assertEquals(Optional.empty(), known("00000000-0000-4000-8000-000000000003"));
  }

  @Test
  void aFolderThatCannotBeWrittenStopsNothing() {
    ClockMemory nowhere = new ClockMemory(directory.resolve("absent"));
    nowhere.keep(new ClockMemory.Kept(THEN, GOOD, false));
    assertEquals(Optional.empty(), nowhere.load());
  }
}
