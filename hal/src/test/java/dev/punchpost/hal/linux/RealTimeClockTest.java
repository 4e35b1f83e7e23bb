package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealTimeClockTest {
  @TempDir
  Path sysfs = Path.of("");

  @Test
  void aChipThatSetTheClockIsFoundWithItsTime() throws IOException {
    chip("rtc0", "rtc-ds1307 1-0068", "1", "1763654400");
    RealTimeClock clock = RealTimeClock.batteryBacked(sysfs).getFirst();
    assertEquals("rtc-ds1307 1-0068", clock.name());
    assertTrue(clock.setTheSystemClock());
    assertEquals(OptionalLong.of(1_763_654_400), clock.secondsSince1970());
  }

  @Test
  void oneThatDidNotSetItOrDoesNotAnswerSaysSo() throws IOException {
    chip("rtc0", "rtc-pcf85063 10-0051", "0", "");
    RealTimeClock clock = RealTimeClock.batteryBacked(sysfs).getFirst();
    assertFalse(clock.setTheSystemClock());
    assertEquals(OptionalLong.empty(), clock.secondsSince1970());
  }

  @Test
  void aSimulatedChipAndOneWithoutABatteryAreNoBatteryBackedClocks() throws IOException {
    chip("rtc0", "rtc-test rtc-test.0", "1", "1763654400");
    Path pi = chip("rtc1", "rpi-rtc soc:rpi_rtc", "1", "1763654400");
    Files.writeString(pi.resolve("battery_voltage"), "11234\n");
    assertEquals(List.of(), RealTimeClock.batteryBacked(sysfs));
    Files.writeString(pi.resolve("battery_voltage"), "2987000\n");
    assertEquals(1, RealTimeClock.batteryBacked(sysfs).size());
  }

  @Test
  void aMachineWithoutAnyHasNone() {
    assertEquals(List.of(), RealTimeClock.batteryBacked(sysfs.resolve("absent")));
  }

  private Path chip(String entry, String name, String hctosys, String seconds) throws IOException {
    Path directory = Files.createDirectory(sysfs.resolve(entry));
    Files.writeString(directory.resolve("name"), name + "\n");
    Files.writeString(directory.resolve("hctosys"), hctosys + "\n");
    Files.writeString(directory.resolve("since_epoch"), seconds + "\n");
    return directory;
  }
}
