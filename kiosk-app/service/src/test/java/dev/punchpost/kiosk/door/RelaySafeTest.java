package dev.punchpost.kiosk.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.door.DoorOptions;
import dev.punchpost.kiosk.config.DoorSettings;
import dev.punchpost.kiosk.punch.AntiPassback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The note and the script that reads it, with a gpioset that only says how it was called.
class RelaySafeTest {
  private static final Path SCRIPT = Path.of("../../systemd/relay-safe");

  @TempDir
  Path folder;

  private static DoorSettings door(String chip, String relay, boolean activeHigh) {
    return new DoorSettings(chip, relay, activeHigh, Duration.ofSeconds(5), Optional.empty(), DoorOptions.Exit.UNLOCK,
        Duration.ofSeconds(5), Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(30), true,
        Duration.ofMillis(30), AntiPassback.OFF);
  }

  /// @return how gpioset was called; empty if it was not
  private String relaySafe(String version) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path called = folder.resolve("called");
    Files.deleteIfExists(called);
    program(bin.resolve("gpioset"), "if [[ $1 == --version ]]; then echo '" + version + "'; else echo \"$*\" >" + called
        + "; fi");
    program(bin.resolve("gpiofind"), "echo \"gpiochip0 ${1#GPIO}\"");
    ProcessBuilder script = new ProcessBuilder("bash", SCRIPT.toString()).redirectErrorStream(true);
    script.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    script.environment().put("RUNTIME_DIRECTORY", folder.toString());
    Process process = script.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.exists(called) ? Files.readString(called).strip() : "";
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void theScriptDrivesTheLineToTheLevelWithoutCurrent() throws IOException, InterruptedException {
    RelaySafe.note(Optional.of(folder), Optional.of(door("auto", "24", true)));
    assertEquals("--toggle 0 GPIO24=0", relaySafe("gpioset (libgpiod) v2.2.1"));
    assertEquals("gpiochip0 24=0", relaySafe("gpioset (libgpiod) v1.6.3"));
    RelaySafe.note(Optional.of(folder), Optional.of(door("auto", "RELAY", false)));
    assertEquals("--toggle 0 RELAY=1", relaySafe("gpioset (libgpiod) v2.2.1"));
    RelaySafe.note(Optional.of(folder), Optional.of(door("/dev/gpiochip4", "7", true)));
    assertEquals("--chip /dev/gpiochip4 --toggle 0 7=0", relaySafe("gpioset (libgpiod) v2.2.1"));
    assertEquals("/dev/gpiochip4 7=0", relaySafe("gpioset (libgpiod) v1.6.3"));
  }

  @Test
  void withoutADoorThereIsNoNoteAndNothingIsDriven() throws IOException, InterruptedException {
    RelaySafe.note(Optional.of(folder), Optional.of(door("auto", "24", true)));
    assertTrue(Files.exists(folder.resolve(RelaySafe.NAME)));
    RelaySafe.note(Optional.of(folder), Optional.empty());
    assertFalse(Files.exists(folder.resolve(RelaySafe.NAME)), "a door that was taken out of the configuration");
    assertEquals("", relaySafe("gpioset (libgpiod) v2.2.1"));
    RelaySafe.note(Optional.empty(), Optional.of(door("auto", "24", true)));
  }

  @Test
  void aNoteThatWasTamperedWithDrivesNothing() throws IOException, InterruptedException {
    for (String note : new String[]{"", "GPIO24", "GPIO24 2", "GPIO24 0 gpiochip0 more", "-c 0"}) {
      Files.writeString(folder.resolve(RelaySafe.NAME), note + "\n");
      ProcessBuilder script = new ProcessBuilder("bash", SCRIPT.toString()).redirectErrorStream(true);
      script.environment().put("RUNTIME_DIRECTORY", folder.toString());
      assertEquals(64, script.start().waitFor(), note);
    }
  }
}
