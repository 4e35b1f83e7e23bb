package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.hal.linux.BoardHealth.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardHealthTest {
  @TempDir
  private Path sysfs = Path.of("");

  private void file(String path, String text) throws IOException {
    Path file = sysfs.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private void throttled(String hex) throws IOException {
    file("devices/platform/soc/soc:firmware/get_throttled", hex);
  }

  @Test
  void theTemperatureIsRead() throws IOException {
    BoardHealth board = new BoardHealth(sysfs);
    file("class/thermal/thermal_zone0/temp", "48312");
    assertEquals(OptionalInt.of(48_312), board.milliCelsius());
    file("class/thermal/thermal_zone0/temp", "-2100");
    assertEquals(OptionalInt.of(-2_100), board.milliCelsius());
    file("class/thermal/thermal_zone0/temp", "?");
    assertEquals(OptionalInt.empty(), board.milliCelsius());
  }

  @Test
  void theFirmwaresFlagsNowAndSinceBoot() throws IOException {
    BoardHealth board = new BoardHealth(sysfs);
    throttled("0");
    assertEquals(Known.NO, board.underVoltage());
    assertEquals(Known.NO, board.slowedDownSinceBoot());
    throttled("50005");
    assertEquals(Known.YES, board.underVoltage());
    assertEquals(Known.YES, board.underVoltageSinceBoot());
    assertEquals(Known.YES, board.slowedDown());
    assertEquals(Known.YES, board.slowedDownSinceBoot());
    throttled("0x10000");
    assertEquals(Known.NO, board.underVoltage());
    assertEquals(Known.YES, board.underVoltageSinceBoot());
    assertEquals(Known.NO, board.slowedDownSinceBoot());
    throttled("80008");
    assertEquals(Known.NO, board.underVoltageSinceBoot());
    assertEquals(Known.YES, board.slowedDown());
  }

  @Test
  void theMonitorTellsWhereTheFirmwareDoesNot() throws IOException {
    BoardHealth board = new BoardHealth(sysfs);
    file("class/hwmon/hwmon0/name", "cpu_thermal");
    file("class/hwmon/hwmon1/name", "rpi_volt");
    file("class/hwmon/hwmon1/in0_lcrit_alarm", "1");
    assertEquals(Known.YES, board.underVoltage());
    file("class/hwmon/hwmon1/in0_lcrit_alarm", "0");
    assertEquals(Known.NO, board.underVoltage());
    assertEquals(Known.UNKNOWN, board.underVoltageSinceBoot());
  }

  @Test
  void whatAMachineDoesNotTellIsUnknown() {
    BoardHealth board = new BoardHealth(sysfs.resolve("absent"));
    assertEquals(OptionalInt.empty(), board.milliCelsius());
    assertEquals(Known.UNKNOWN, board.underVoltage());
    assertEquals(Known.UNKNOWN, board.slowedDown());
  }
}
