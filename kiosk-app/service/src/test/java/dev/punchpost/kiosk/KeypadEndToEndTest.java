package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal as a process of its own, with a matrix keypad whose contacts are in the test's hands.
class KeypadEndToEndTest {
  private static final String PIN = "60483917";
  private static final String WRONG = "71594826";

  @TempDir
  Path folder;

  private TerminalProcess start(Site site) {
    TerminalProcess terminal = TerminalProcess.start(site.config(), SimulatedChip.Program.class,
        Map.of("PUNCHPOST_TEST_CHIP", folder.resolve("chip").toString()));
    terminal.awaitReady();
    return terminal;
  }

  private static void awaitEntries(Site site, String type, int count) {
    await(type).atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
        .filter(e -> e.path("type").asText().equals("dev.punchpost." + type)).count() == count);
  }

  @Test
  void aWorkerPunchesWithNumberAndPinAndALockOutSurvivesTheCrash() throws IOException {
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true); Site site = new Site(folder)) {
      Files.writeString(site.config(), SimulatedKeypad.TABLE + "f1 = \"in\"\nf2 = \"out\"\n",
          StandardOpenOption.APPEND);
      for (String worker : List.of("w7", "w8")) {
        TerminalProcess.Finished set = TerminalProcess.runWithInput(PIN + "\n", "worker", "pin", worker, "--pin-stdin",
            "--config", site.config().toString());
        assertEquals(0, set.exit(), set.output());
      }
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        JsonNode tick = keypad.answer("7#" + PIN + "#");
        assertEquals("accepted IN w7 front-keys", tick.path("screen").asText() + " " + tick.path("kind").asText() + " "
            + tick.path("worker").asText() + " " + tick.path("reader").asText());
        assertTrue(terminal.screens().stream().anyMatch(s -> s.path("text").path(1).asText().equals("*".repeat(8))),
            "masked");
        JsonNode out = keypad.answer("B7#" + PIN + "#");
        assertEquals("OUT", out.path("kind").asText(), "chosen, though within the repeat window");
        assertEquals("IN", keypad.answer("A7#" + PIN + "#").path("kind").asText());
        assertTrue(keypad.answer("A7#" + PIN + "#").path("repeat").asBoolean(), "the same once more");

        assertEquals("PIN_WRONG", keypad.answer("905#" + PIN + "#").path("reason").asText());
        awaitEntries(site, "pin.unidentified.v1", 1);
        for (int i = 1; i <= 4; i++) {
          assertEquals("PIN_WRONG", keypad.answer("8#" + WRONG + "#").path("reason").asText());
        }
        awaitEntries(site, "pin.refused.v1", 4);
        terminal.kill();
      }
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        assertEquals("PIN_LOCKED", keypad.answer("8#" + WRONG + "#").path("reason").asText(), "the fifth");
        terminal.kill();
      }
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        assertEquals("PIN_LOCKED", keypad.answer("8#" + PIN + "#").path("reason").asText());
        site.badges().tap(8);
        terminal.awaitScreen("badge", s -> TerminalProcess.isTick(s) && s.path("worker").asText().equals("w8"));
        assertEquals("w7", keypad.answer("B7#" + PIN + "#").path("worker").asText(), "nobody else is locked");
        keypad.type("8*");
        assertEquals("ENTRY_ENDED", keypad.answer("*").path("reason").asText());
        assertEquals("working", site.status().at("/keypads/0/state").asText());
        await().atMost(Duration.ofSeconds(20)).until(() -> site.contract().newest(Central.DOOR_1 + "status")
            .map(newest -> newest.at("/keypads/0/state").asText()).filter("working"::equals).isPresent());
      }
      List<JsonNode> punches = site.export().stream().filter(e -> e.at("/data/worker").asText().equals("w7")
          && e.path("type").asText().equals("dev.punchpost.punch.v1")).toList();
      assertEquals(List.of("pin", "pin", "pin", "pin"),
          punches.stream().map(e -> e.at("/data/credential").asText()).toList());
      assertNowhere(PIN);
      assertNowhere(WRONG);
      String said = site.subscriber().bySequence().toString() + site.ledger();
      assertFalse(said.contains(PIN) || said.contains(WRONG), "over MQTT or in an export");
    }
  }

  /// In no file of the terminal: log, store, broker's store.
  private void assertNowhere(String pin) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(pin), file.toString());
      }
    }
  }

  @Test
  void aDeadKeypadStopsNoPunchAndComesBack() throws IOException {
    try (Site site = new Site(folder)) {
      Files.writeString(site.config(), SimulatedKeypad.TABLE, StandardOpenOption.APPEND);
      TerminalProcess.Finished set = TerminalProcess.runWithInput(PIN + "\n", "worker", "pin", "w7", "--pin-stdin",
          "--config", site.config().toString());
      assertEquals(0, set.exit(), set.output());
      // Nobody listens where the chip should be.
      try (TerminalProcess terminal = start(site)) {
        site.badges().tap(3);
        terminal.awaitScreen("tick", TerminalProcess::isTick);
        awaitEntries(site, "reader.lost.v1", 1);
        TerminalProcess.Finished status = TerminalProcess.run("status", "--config", site.config().toString());
        assertTrue(status.output().contains("keypad   front-keys, matrix at lines 5 6 13 19 12 16 20 21 of the header:"
            + " faulted since "), status.output());
        TerminalProcess.Finished doctor = TerminalProcess.run("doctor", "--config", site.config().toString());
        assertTrue(doctor.output().contains("keypad front-keys does not work: no chip at "), doctor.output());
        try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true)) {
          awaitEntries(site, "reader.found.v1", 1);
          assertEquals("w7", new SimulatedKeypad(chip, terminal).answer("7#" + PIN + "#").path("worker").asText());
        }
      }
    }
  }
}
