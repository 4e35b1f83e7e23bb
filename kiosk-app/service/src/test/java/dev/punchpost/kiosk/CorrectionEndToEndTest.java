package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Corrections and erasure on a running service, through its socket, as far as the broker.
class CorrectionEndToEndTest {
  @TempDir
  Path folder = Path.of("");

  private static TerminalProcess.Finished run(Site site, String input, String... command) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--config", site.config().toString()));
    return TerminalProcess.runWithInput(input, args.toArray(String[]::new));
  }

  private static JsonNode message(Site site, String type) {
    return await().until(() -> site.subscriber().bySequence().values().stream()
        .filter(entry -> entry.path("type").asText().equals(type)).findFirst(), found -> found.isPresent())
        .orElseThrow();
  }

  @Test
  void aCorrectionArrivesAsAnEventAndTheNextTapGoesTheRightWay() {
    try (Site site = new Site(folder, "repeat-window = \"0s\""); TerminalProcess terminal = site.start()) {
      assertEquals(0, run(site, "", "worker", "role", "w1", "--add", "supervisor").exit());
      TerminalProcess.Finished pin = run(site, "2580\n", "worker", "pin", "w1", "--pin-stdin");
      assertEquals(0, pin.exit(), pin.output());
      site.badges().tap(7);
      await().until(() -> terminal.ticks().size() == 1);
      String seq = terminal.ticks().getFirst().path("seq").asText();
      assertEquals(77,
          run(site, "1111\n", "correct", "void", seq, "--by", "w1", "--reason", "test", "--pin-stdin").exit());
      TerminalProcess.Finished voided = run(site, "2580\n", "correct", "void", seq, "--by", "w1", "--reason",
          "tapped for a friend", "--pin-stdin");
      assertEquals(0, voided.exit(), voided.output());
      JsonNode event = message(site, "dev.punchpost.correction.v1");
      assertEquals("VOID", event.path("data").path("action").asText());
      assertEquals(seq, event.path("data").path("target").asText());
      assertEquals("w7", event.path("subject").asText());
      assertEquals(1, message(site, "dev.punchpost.pin.refused.v1").path("data").path("tries").asInt());
      site.badges().tap(7);
      await().until(() -> terminal.ticks().size() == 2);
      assertEquals("IN", terminal.ticks().get(1).path("kind").asText(), "the void IN counts no longer");
      String day = run(site, "", "worker", "show", "w7").output();
      assertTrue(day.contains("VOID " + seq + "  by w1: tapped for a friend"), day);
      assertEquals(List.of(), site.subscriber().altered());
    }
  }

  @Test
  void anErasedWorkersNextTapIsUnidentified() {
    try (Site site = new Site(folder, "repeat-window = \"0s\""); TerminalProcess terminal = site.start()) {
      site.badges().tap(7);
      await().until(() -> terminal.ticks().size() == 1);
      TerminalProcess.Finished erased = run(site, "", "worker", "erase", "w7", "--reason", "left in 2022");
      assertEquals(0, erased.exit(), erased.output());
      assertEquals("w7", message(site, "dev.punchpost.worker.erased.v1").path("data").path("worker").asText());
      site.badges().tap(7);
      terminal.awaitScreen("refusal", screen -> screen.path("reason").asText().equals("UNIDENTIFIED"));
      assertTrue(message(site, "dev.punchpost.tap.unidentified.v1").path("data").path("badgeHash").asText()
          .matches("[0-9a-f]{32}"));
      assertEquals(Site.WORKERS - 1, site.status().path("roster").path("workers").asInt());
      site.badges().tap(8);
      await().until(() -> terminal.ticks().size() == 2);
    }
  }
}
