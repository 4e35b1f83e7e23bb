package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTest {
  private final BootTicker ticker = BootTicker.system();

  @Test
  void theTickerTellsTheUptime() throws IOException {
    String uptime = Files.readString(Path.of("/proc/uptime")).replaceFirst(" .*\\s*", "");
    assertEquals(Double.parseDouble(uptime), ticker.micros() / 1e6, 2.0);
  }

  @Test
  void theTickerNeverGoesBackAndGoesOn() {
    long first = ticker.micros();
    long last = first;
    for (int i = 0; i < 200_000; i++) {
      long now = ticker.micros();
      assertTrue(now >= last, "went back by " + (last - now));
      last = now;
    }
    assertTrue(last > first);
    assertTrue((last - first) / 200_000.0 < 20, "a reading took " + (last - first) / 200_000.0 + " µs");
  }

  @Test
  void theKernelTellsTheStateOfItsClock() {
    KernelClock.Discipline discipline = KernelClock.system().discipline();
    assertTrue(discipline.maxErrorMicros() >= 0 && discipline.maxErrorMicros() <= 16_000_000, discipline.toString());
    assertTrue(discipline.estimatedErrorMicros() >= 0 && discipline.estimatedErrorMicros() <= 16_000_000,
        discipline.toString());
  }

  @Test
  void theBootIdIsAUuidThatStays() {
    assertTrue(BootId.current().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    assertEquals(BootId.current(), BootId.current());
  }

  @Test
  void theOwnerOfAFileIsKnown(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("mine"));
    assertEquals(Privileges.system().effectiveUid(), Privileges.ownerOf(file).uid());
    assertEquals(HalException.Kind.NO_DEVICE,
        assertThrows(HalException.class, () -> Privileges.ownerOf(directory.resolve("absent"))).kind());
  }

  @Test
  void becomingTheOwnerOfOnesOwnFileChangesNothing(@TempDir Path directory) {
    int before = Privileges.system().effectiveUid();
    Privileges.system().becomeOwnerOf(directory);
    assertEquals(before, Privileges.system().effectiveUid());
  }

  @Test
  void aLibraryWithoutTheFunctionsIsRefusedByName() {
    UnsatisfiedLinkError e = assertThrows(UnsatisfiedLinkError.class, () -> new Libc(_ -> Optional.empty()));
    assertTrue(String.valueOf(e.getMessage()).contains("clock_gettime"), e.getMessage());
  }

  @Test
  void aClockTheKernelDoesNotHaveIsToldByTheReturnValue() {
    assertEquals(-1, Libc.system().clockGettime(99, new long[2]));
  }

  @Test
  void aFailedCallGivesItsErrorNumber() {
    assertEquals(-2, Libc.system().open("/does/not/exist", Libc.O_RDWR));
    assertEquals(-9, Libc.system().grantpt(-1));
  }
}
