package dev.punchpost.kiosk;

import static dev.punchpost.kiosk.Central.DOOR_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.door.RelaySafe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal as a process of its own, at a door whose lines are in the test's hands.
class DoorEndToEndTest {
  private static final String RELAY = "24";
  private static final String BUTTON = "4";
  private static final String CONTACT = "17";

  @TempDir
  Path folder;

  private TerminalProcess start(Site site, String pulse) {
    try {
      Files.writeString(site.config(), """
          [door]
          relay-gpio = 24
          pulse = "%s"
          exit-gpio = 4
          contact-gpio = 17
          """.formatted(pulse), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return again(site);
  }

  private TerminalProcess again(Site site) {
    TerminalProcess terminal = TerminalProcess.start(site.config(), SimulatedChip.Program.class,
        Map.of("PUNCHPOST_TEST_CHIP", folder.resolve("chip").toString(), "RUNTIME_DIRECTORY", folder.toString()));
    terminal.awaitReady();
    return terminal;
  }

  private SimulatedChip chip(boolean strict) {
    SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), strict);
    // Closed, with its button let go.
    chip.set(CONTACT, false);
    chip.set(BUTTON, true);
    return chip;
  }

  private static void awaitUnlocked(SimulatedChip chip) {
    await("unlocked").atMost(Duration.ofSeconds(20)).until(() -> chip.level(RELAY));
  }

  private static void awaitLocked(SimulatedChip chip) {
    await("locked").atMost(Duration.ofSeconds(20)).until(() -> !chip.level(RELAY));
  }

  private static void awaitEntry(Site site, String type, Predicate<JsonNode> data) {
    await(type).atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
        .anyMatch(e -> e.path("type").asText().equals("dev.punchpost." + type) && data.test(e.path("data"))));
  }

  @Test
  void aTapOpensTheDoorAfterTheTickAndWhoeverElseMayDoesToo() throws InterruptedException {
    try (SimulatedChip chip = chip(true);
        Site site = new Site(folder);
        Central central = new Central(site.broker().port());
        TerminalProcess terminal = start(site, "500ms")) {
      await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
      assertFalse(chip.level(RELAY), "safe from the start");
      site.badges().tap(7);
      awaitUnlocked(chip);
      terminal.awaitScreen("tick", TerminalProcess::isTick);
      awaitLocked(chip);
      long seq = terminal.ticks().getFirst().path("seq").asLong();
      awaitEntry(site, "door.unlocked.v1", data -> data.path("by").asText().equals("WORKER")
          && data.path("worker").asText().equals("w7") && data.path("entry").asLong() == seq
          && data.path("pulseMs").asLong() == 500);

      site.badges().tap(7);
      terminal.awaitScreen("repeat", screen -> screen.path("repeat").asBoolean());
      awaitUnlocked(chip);
      awaitLocked(chip);
      assertEquals(1, terminal.ticks().size(), "a repeated tap opens, and records no punch");

      int drives = chip.history().size();
      site.badges().tap(999);
      terminal.awaitScreen("refused", screen -> screen.path("screen").asText().equals("refused"));
      awaitEntry(site, "tap.unidentified.v1", _ -> true);

      TerminalProcess.Finished unlock = TerminalProcess.run("door", "unlock", "--reason", "parcel service", "--config",
          site.config().toString());
      assertEquals(0, unlock.exit(), unlock.output());
      awaitEntry(site, "door.unlocked.v1", data -> data.path("by").asText().equals("OPERATOR")
          && data.path("reason").asText().equals("parcel service"));
      awaitLocked(chip);
      assertEquals(List.of("24=1", "24=0"), chip.history().subList(drives, chip.history().size()),
          "once for the operator, never for the unknown badge");

      assertEquals("done",
          central.command("unlock", "{\"requestedBy\":\"ana@example.com\"}", "u-1").outcome());
      awaitEntry(site, "door.unlocked.v1", data -> data.path("by").asText().equals("COMMAND")
          && data.path("correlation").asText().equals("752d31"));
      awaitEntry(site, "command.v1", data -> data.path("command").asText().equals("unlock")
          && data.path("requestedBy").asText().equals("ana@example.com"));
      assertEquals("refused", central.command("unlock", "{\"requestedBy\":\"ana@example.com\"}", "u-1").outcome(),
          "at most once");
      awaitLocked(chip);

      chip.set(BUTTON, false);
      awaitUnlocked(chip);
      chip.set(BUTTON, true);
      awaitEntry(site, "door.exit.v1", data -> data.path("unlocked").asBoolean());

      // After the button's pulse of 5 s and its grace nobody may open the door.
      awaitLocked(chip);
      JsonNode status = site.status();
      assertEquals("working", status.at("/door/state").asText(), status.toString());
      assertEquals("closed", status.at("/door/contact").asText());
      await().pollDelay(Duration.ofMillis(1_200)).until(() -> true);
      chip.set(CONTACT, true);
      awaitEntry(site, "door.forced.v1", _ -> true);
      await().atMost(Duration.ofSeconds(20)).until(() -> site.contract().newest(DOOR_1 + "status")
          .map(newest -> newest.at("/door/contact").asText()).filter("open"::equals).isPresent());
      chip.set(CONTACT, false);
      awaitEntry(site, "door.closed.v1", data -> data.path("openMs").asLong() > 0);
    }
  }

  @Test
  void aProcessThatIsKilledLeavesTheRelayReleased() {
    try (SimulatedChip chip = chip(true); Site site = new Site(folder)) {
      try (TerminalProcess terminal = start(site, "60s")) {
        await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
        site.badges().tap(7);
        awaitUnlocked(chip);
        terminal.kill();
      }
      await().until(() -> !chip.held(RELAY));
      assertFalse(chip.level(RELAY), "the resistor decides");

      int before = chip.history().size();
      try (TerminalProcess terminal = again(site)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
        assertTrue(terminal.isAlive());
        assertFalse(chip.history().subList(before, chip.history().size()).contains("24=1"),
            "what was unlocked before the crash stays locked after it");
      }
    }
  }

  @Test
  void whereTheKernelKeepsTheLevelTheUnitsScriptReleasesTheRelay() throws IOException, InterruptedException {
    try (SimulatedChip chip = chip(false); Site site = new Site(folder)) {
      try (TerminalProcess terminal = start(site, "60s")) {
        await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
        site.badges().tap(7);
        awaitUnlocked(chip);
        terminal.kill();
      }
      await().until(() -> !chip.held(RELAY));
      assertTrue(chip.level(RELAY), "as a Raspberry Pi without dtparam=strict_gpiod: still unlocked");
      assertTrue(Files.exists(folder.resolve(RelaySafe.NAME)));

      // What systemd does next. Our gpioset says what it would drive; the chip is driven with that.
      Path bin = Files.createDirectories(folder.resolve("bin"));
      Path driven = folder.resolve("driven");
      Path gpioset = Files.writeString(bin.resolve("gpioset"),
          "#!/bin/bash\n[[ $1 == --version ]] && echo 'gpioset (libgpiod) v2.2.1' || echo \"${@: -1}\" >" + driven
              + "\n");
      Files.setPosixFilePermissions(gpioset, PosixFilePermissions.fromString("rwxr-xr-x"));
      ProcessBuilder script = new ProcessBuilder("bash", "../../systemd/relay-safe").redirectErrorStream(true);
      script.environment().put("PATH", bin + ":" + System.getenv("PATH"));
      script.environment().put("RUNTIME_DIRECTORY", folder.toString());
      Process process = script.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      String[] line = Files.readString(driven).strip().replaceFirst("^GPIO", "").split("=", -1);
      chip.set(line[0], line[1].equals("1"));
      assertFalse(chip.level(RELAY));
    }
  }

  @Test
  void aDeadChipStopsNoPunchAndIsNamed() throws IOException {
    try (Site site = new Site(folder)) {
      // Nobody listens where the chip should be.
      try (TerminalProcess terminal = start(site, "5s")) {
        site.badges().tap(3);
        terminal.awaitScreen("tick", TerminalProcess::isTick);
        awaitEntry(site, "door.lost.v1", data -> data.path("cause").asText().equals("NO_DEVICE"));
        TerminalProcess.Finished unlock = TerminalProcess.run("door", "unlock", "--reason", "parcel", "--config",
            site.config().toString());
        assertEquals(74, unlock.exit(), unlock.output());
        TerminalProcess.Finished status = TerminalProcess.run("status", "--config", site.config().toString());
        assertTrue(status.output().contains("door     relay at line 24 of the header: faulted since "),
            status.output());
        TerminalProcess.Finished doctor = TerminalProcess.run("doctor", "--config", site.config().toString());
        assertTrue(doctor.output().contains("door: does not work: no chip at "), doctor.output());
        try (SimulatedChip chip = chip(true)) {
          awaitEntry(site, "door.found.v1", _ -> true);
          site.badges().tap(4);
          awaitUnlocked(chip);
        }
      }
    }
    assertTrue(Files.readString(folder.resolve("terminal.log")).contains("the door works again"));
  }
}
