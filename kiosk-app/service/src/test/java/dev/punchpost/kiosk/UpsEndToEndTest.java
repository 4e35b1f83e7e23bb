package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.control.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal as a process of its own, on a UPS whose battery and mains are in the test's hands.
class UpsEndToEndTest {
  private static final String MAINS_GONE = "6";

  @TempDir
  Path folder;

  private static void awaitEntry(Site site, String type) {
    await(type).atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
        .anyMatch(e -> e.path("type").asText().equals("dev.punchpost." + type)));
  }

  @Test
  void punchesGoOnWithoutMainsAndAnEmptyBatteryEndsTheTerminalCleanly() throws IOException, InterruptedException {
    SimulatedUps battery = new SimulatedUps(folder.resolve("battery"));
    battery.charge(0);
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true); Site site = new Site(folder)) {
      chip.set(MAINS_GONE, false);
      Files.writeString(site.config(), """
          [contacts]
          mains-fail-gpio = 6
          mains-fail-steady = "20ms"
          [ups]
          interval = "1s"
          """, StandardOpenOption.APPEND);
      try (TerminalProcess terminal = TerminalProcess.start(site.config(), SimulatedUps.Program.class,
          Map.of("PUNCHPOST_TEST_CHIP", folder.resolve("chip").toString(), "PUNCHPOST_TEST_BATTERY",
              folder.resolve("battery").toString()))) {
        terminal.awaitReady();
        await().atMost(Duration.ofSeconds(20))
            .until(() -> site.status().at("/battery/supply").asText().equals("mains"));
        assertEquals(0, site.status().at("/battery/percent").asInt(-1));
        // Longer than three readings: an empty battery alone ends nothing.
        await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        assertTrue(terminal.isAlive());

        battery.charge(60);
        chip.set(MAINS_GONE, true);
        awaitEntry(site, "contact.raised.v1");
        site.badges().tap(7);
        terminal.awaitScreen("tick", TerminalProcess::isTick);
        await().atMost(Duration.ofSeconds(20)).until(() -> site.contract().newest(Central.DOOR_1 + "status")
            .map(newest -> newest.at("/battery/supply").asText()).filter("battery"::equals).isPresent());
        battery.charge(25);
        awaitEntry(site, "battery.low.v1");
        TerminalProcess.Finished status = TerminalProcess.run("status", "--config", site.config().toString());
        assertTrue(status.output().contains("battery  gauge at /dev/i2c-1: working since ")
            && status.output().contains(", 25 %, 3425 mV, NO MAINS, LOW"), status.output());
        battery.charge(9);
        assertEquals(ExitCode.POWER_OFF.code(), terminal.awaitEnd());
      }
      List<String> types = site.ledger().stream().map(e -> e.path("type").asText()).toList();
      int off = types.indexOf("dev.punchpost.battery.shutdown.v1");
      int stopped = types.indexOf("dev.punchpost.service.stopped.v1");
      assertTrue(off > 0 && stopped > off, types.toString());
      JsonNode entry = site.ledger().get(off);
      assertEquals("9 3280", entry.at("/data/percent").asInt() + " " + entry.at("/data/millivolts").asInt());
      assertEquals(1, types.stream().filter("dev.punchpost.punch.v1"::equals).count());
    }
    assertEquals("", powerOff("exited", "0"), "an ordinary end");
    assertEquals("", powerOff("exited", "143"));
    assertEquals("", powerOff("killed", "80"), "a signal");
    assertEquals("--no-block --ignore-inhibitors poweroff",
        powerOff("exited", Integer.toString(ExitCode.POWER_OFF.code())));
  }

  /// What systemd does after the service's end, with a systemctl that says what it was asked for.
  private String powerOff(String code, String status) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path asked = folder.resolve("asked");
    Files.writeString(asked, "");
    Path systemctl = Files.writeString(bin.resolve("systemctl"), "#!/bin/bash\necho \"$*\" >" + asked + "\n");
    Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder script = new ProcessBuilder("bash", "../../systemd/power-off").redirectErrorStream(true);
    script.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    script.environment().put("EXIT_CODE", code);
    script.environment().put("EXIT_STATUS", status);
    Process process = script.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.readString(asked).strip();
  }
}
