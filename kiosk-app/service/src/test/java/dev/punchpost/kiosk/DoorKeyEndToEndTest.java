package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal as a process of its own, with a keypad and a door whose lines are in the test's hands.
class DoorKeyEndToEndTest {
  private static final String PIN = "60483917";
  private static final String RELAY = "24";

  @TempDir
  Path folder;

  private TerminalProcess start(Site site) {
    TerminalProcess terminal = TerminalProcess.start(site.config(), SimulatedChip.Program.class,
        Map.of("PUNCHPOST_TEST_CHIP", folder.resolve("chip").toString(), "RUNTIME_DIRECTORY", folder.toString()));
    terminal.awaitReady();
    return terminal;
  }

  private static void run(Site site, String input, String... command) {
    String[] whole = new String[command.length + 2];
    System.arraycopy(command, 0, whole, 0, command.length);
    whole[command.length] = "--config";
    whole[command.length + 1] = site.config().toString();
    TerminalProcess.Finished finished = TerminalProcess.runWithInput(input, whole);
    assertEquals(0, finished.exit(), finished.output());
  }

  private static void awaitEntry(Site site, String type, Predicate<JsonNode> data) {
    await(type).atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
        .anyMatch(e -> e.path("type").asText().equals("dev.punchpost." + type) && data.test(e.path("data"))));
  }

  private static void awaitLocked(SimulatedChip chip) {
    await("locked").atMost(Duration.ofSeconds(20)).until(() -> !chip.level(RELAY));
  }

  private static long drives(SimulatedChip chip) {
    return chip.history().stream().filter("24=1"::equals).count();
  }

  @Test
  void aSupervisorOpensTheDoorWithoutAPunchAndNobodyElseDoes() throws IOException {
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true); Site site = new Site(folder)) {
      Files.writeString(site.config(), "[door]\nrelay-gpio = 24\npulse = \"500ms\"\n" + SimulatedKeypad.TABLE
          + "f3 = \"door\"\n", StandardOpenOption.APPEND);
      run(site, PIN + "\n", "worker", "pin", "w7", "--pin-stdin");
      run(site, PIN + "\n", "worker", "pin", "w8", "--pin-stdin");
      run(site, "", "worker", "role", "w7", "--add", "supervisor");
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
        JsonNode opened = keypad.answer("C7#" + PIN + "#");
        assertEquals("door-opened w7", opened.path("screen").asText() + " " + opened.path("worker").asText());
        awaitEntry(site, "door.unlocked.v1", data -> data.path("by").asText().equals("SUPERVISOR")
            && data.path("worker").asText().equals("w7")
            && data.path("reason").asText().equals("door key and PIN at front-keys") && !data.has("entry"));
        awaitLocked(chip);

        keypad.type("C");
        site.badges().tap(7);
        awaitEntry(site, "door.unlocked.v1",
            data -> data.path("reason").asText().equals("door key and badge at front"));
        awaitLocked(chip);
        assertEquals(2, drives(chip));

        assertEquals("NOT_ALLOWED", keypad.answer("C8#" + PIN + "#").path("reason").asText());
        awaitEntry(site, "door.refused.v1", data -> data.path("worker").asText().equals("w8")
            && data.path("reader").asText().equals("front-keys"));
        keypad.type("C");
        site.badges().tap(999);
        terminal.awaitScreen("unknown", s -> s.path("reason").asText().equals("UNIDENTIFIED"));
        assertEquals(2, drives(chip), "never for somebody else");
        assertTrue(terminal.ticks().isEmpty());

        assertEquals("IN", keypad.answer("7#" + PIN + "#").path("kind").asText(), "the next one is a punch again");
        await().atMost(Duration.ofSeconds(20)).until(() -> drives(chip) == 3);
      }
      assertEquals(1, site.export().stream().filter(e -> e.path("type").asText().equals("dev.punchpost.punch.v1"))
          .count());
    }
  }

  @Test
  void aDoorThatDoesNotWorkIsSaid() throws IOException {
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true); Site site = new Site(folder)) {
      Files.writeString(site.config(), "[door]\nrelay-gpio = 24\n" + SimulatedKeypad.TABLE + "f3 = \"door\"\n",
          StandardOpenOption.APPEND);
      run(site, PIN + "\n", "worker", "pin", "w7", "--pin-stdin");
      run(site, "", "worker", "role", "w7", "--add", "supervisor");
      chip.occupy(RELAY);
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        awaitEntry(site, "door.lost.v1", data -> data.path("cause").asText().equals("BUSY"));
        assertEquals("DOOR_FAULT", keypad.answer("C7#" + PIN + "#").path("reason").asText());
        assertTrue(site.ledger().stream().anyMatch(e -> e.path("type").asText().contains("door.lost")));
        assertFalse(site.ledger().stream().anyMatch(e -> e.path("type").asText().contains("door.unlocked")));
        assertEquals(List.of(), terminal.ticks());
      }
    }
  }
}
