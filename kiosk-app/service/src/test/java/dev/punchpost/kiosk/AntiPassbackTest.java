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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal as a process of its own, at a door with a reader outside.
class AntiPassbackTest {
  private static final String RELAY = "24";

  @TempDir
  Path folder;

  private TerminalProcess start(Site site, String antiPassback) throws IOException {
    Files.writeString(site.config(), "[door]\nrelay-gpio = 24\npulse = \"300ms\"\nanti-passback = \"" + antiPassback
        + "\"\n", StandardOpenOption.APPEND);
    return again(site);
  }

  private TerminalProcess again(Site site) {
    TerminalProcess terminal = TerminalProcess.start(site.config(), SimulatedChip.Program.class,
        Map.of("PUNCHPOST_TEST_CHIP", folder.resolve("chip").toString(), "RUNTIME_DIRECTORY", folder.toString()));
    terminal.awaitReady();
    return terminal;
  }

  private static JsonNode tap(Site site, TerminalProcess terminal, int worker) {
    int before = accepted(terminal).size();
    site.badges().tap(worker);
    await("answer").atMost(Duration.ofSeconds(20)).until(() -> accepted(terminal).size() > before);
    return accepted(terminal).getLast();
  }

  private static List<JsonNode> accepted(TerminalProcess terminal) {
    return terminal.screens().stream().filter(s -> s.path("screen").asText().equals("accepted")).toList();
  }

  private static void awaitDrives(SimulatedChip chip, int count) {
    await("unlocked").atMost(Duration.ofSeconds(20)).until(() -> drives(chip) == count);
    await("locked").atMost(Duration.ofSeconds(20)).until(() -> !chip.level(RELAY));
  }

  private static long drives(SimulatedChip chip) {
    return chip.history().stream().filter("24=1"::equals).count();
  }

  @Test
  void whoeverIsInsideGetsNoDoorAndThePunchIsRecordedAlsoAfterACrashAndWithoutANetwork() throws IOException {
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true);
        Site site = new Site(folder, "in-readers = [\"front\"]", "repeat-window = \"0s\"")) {
      assertEquals(0, TerminalProcess.run("worker", "role", "w8", "--add", "supervisor", "--config",
          site.config().toString()).exit());
      try (TerminalProcess terminal = start(site, "deny")) {
        await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
        assertEquals("FREE", tap(site, terminal, 7).path("passage").asText());
        awaitDrives(chip, 1);
        terminal.kill();
      }
      site.broker().close();
      try (TerminalProcess terminal = again(site)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
        JsonNode denied = tap(site, terminal, 7);
        assertEquals("DENIED IN false", denied.path("passage").asText() + " " + denied.path("kind").asText() + " "
            + denied.path("repeat").asBoolean());
        assertTrue(denied.path("text").toString().contains("dentro")
            || denied.path("text").toString().contains("w środku"), denied.toString());
        assertEquals("FREE", tap(site, terminal, 8).path("passage").asText());
        awaitDrives(chip, 2);
        assertEquals("FREE", tap(site, terminal, 8).path("passage").asText(), "a supervisor may open it anyway");
        awaitDrives(chip, 3);
      }
      List<JsonNode> entries = site.ledger();
      List<JsonNode> punches = entries.stream().filter(e -> e.path("type").asText().equals("dev.punchpost.punch.v1"))
          .toList();
      assertEquals(List.of("w7", "w7", "w8", "w8"),
          punches.stream().map(e -> e.at("/data/worker").asText()).toList(), "all of them");
      List<JsonNode> again = entries.stream()
          .filter(e -> e.path("type").asText().equals("dev.punchpost.door.passback.v1")).toList();
      assertEquals(1, again.size());
      assertEquals("w7", again.getFirst().at("/data/worker").asText());
      assertEquals(punches.get(1).at("/data/seq").asLong(), again.getFirst().at("/data/entry").asLong());
      assertFalse(again.getFirst().at("/data/opened").asBoolean());
    }
  }

  @Test
  void withAWarningTheDoorOpensAndTheWorkerIsTold() throws IOException {
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true);
        Site site = new Site(folder);
        TerminalProcess terminal = start(site, "warn")) {
      await().atMost(Duration.ofSeconds(20)).until(() -> chip.held(RELAY));
      tap(site, terminal, 7);
      awaitDrives(chip, 1);
      JsonNode repeated = tap(site, terminal, 7);
      assertEquals("WARNED true", repeated.path("passage").asText() + " " + repeated.path("repeat").asBoolean());
      awaitDrives(chip, 2);
      await().atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
          .anyMatch(e -> e.path("type").asText().equals("dev.punchpost.door.passback.v1")
              && e.at("/data/opened").asBoolean() && e.at("/data/entry").asLong() == repeated.path("seq").asLong()));
    }
  }
}
