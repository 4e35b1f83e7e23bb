package dev.punchpost.kiosk;

import static dev.punchpost.kiosk.Central.DOOR_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.Central.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a central system sees and does over MQTT, with the real terminal and a real mosquitto. Every message that comes
/// is held against the schemas ([ContractWatch]).
class RemoteEndToEndTest {
  private static final String WHO = "{\"requestedBy\":\"ana@example.com\"}";

  @TempDir
  Path folder;

  private static void tap(Site site, TerminalProcess terminal, int worker) {
    int before = terminal.ticks().size();
    site.badges().tap(worker);
    await().atMost(Duration.ofSeconds(10)).until(() -> terminal.ticks().size() > before);
  }

  private static void awaitEvent(Site site, String type, Predicate<JsonNode> data) {
    await(type).atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
        .anyMatch(e -> e.path("type").asText().equals("dev.punchpost." + type) && data.test(e.path("data"))));
  }

  private static JsonNode newest(Site site, String topic) {
    await(topic).atMost(Duration.ofSeconds(20)).until(() -> site.contract().newest(topic).isPresent());
    return site.contract().newest(topic).orElseThrow();
  }

  @Test
  void statusManifestAndPresenceAreRetainedAndTheLastWillTellsTheEnd() {
    try (Site site = new Site(folder)) {
      try (TerminalProcess terminal = site.start()) {
        tap(site, terminal, 7);
        assertEquals("IN", newest(site, "punchpost/v1/plant-a/presence/door-1/w7").path("kind").asText());
        await().atMost(Duration.ofSeconds(20))
            .until(() -> newest(site, DOOR_1 + "status").path("deliveredThrough").asLong() >= 3);
        JsonNode status = newest(site, DOOR_1 + "status");
        assertTrue(status.path("online").asBoolean());
        assertEquals(1, status.path("firstSequence").asLong());
        assertEquals(status.path("ledger").asText(), newest(site, DOOR_1 + "manifest").path("ledger").asText());
        terminal.kill();
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> !newest(site, DOOR_1 + "status").path("online").asBoolean());
      try (TerminalProcess _ = site.start()) {
        await().atMost(Duration.ofSeconds(20)).until(() -> newest(site, DOOR_1 + "status").path("online").asBoolean());
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> !newest(site, DOOR_1 + "status").path("online").asBoolean());
    }
  }

  @Test
  void whatTheBrokerForgotIsPublishedAgain() throws IOException {
    try (Site site = new Site(folder); TerminalProcess terminal = site.start()) {
      tap(site, terminal, 7);
      newest(site, "punchpost/v1/plant-a/presence/door-1/w7");
      await().atMost(Duration.ofSeconds(20)).until(() -> site.status().path("waiting").asLong() == 0);
      site.broker().kill();
      Files.deleteIfExists(folder.resolve("mosquitto.db"));
      site.broker().restart();
      // A new watch has seen nothing yet.
      try (ContractWatch watch = new ContractWatch(site.broker().port())) {
        for (String topic : List.of(DOOR_1 + "status", DOOR_1 + "manifest",
            "punchpost/v1/plant-a/presence/door-1/w7")) {
          await(topic).atMost(Duration.ofSeconds(30)).until(() -> watch.newest(topic).isPresent());
        }
        watch.assertKept();
      }
    }
  }

  @Test
  void aCommandIsDoneOnceAnsweredAlwaysAndInTheLedger() throws InterruptedException {
    try (Site site = new Site(folder, "repeat-window = \"0s\"");
        Central central = new Central(site.broker().port());
        TerminalProcess terminal = site.start()) {
      tap(site, terminal, 1);
      newest(site, DOOR_1 + "status");
      Reply identify = central.command("identify", WHO, "c-1");
      assertEquals("done", identify.outcome(), identify.toString());
      assertEquals("c-1", identify.correlation());
      terminal.awaitScreen("identify", screen -> screen.path("screen").asText().equals("identify"));
      assertEquals("refused", central.command("identify", WHO, "c-1").outcome(), "the same correlation data");
      assertEquals("refused", central.command("dance", WHO).outcome());
      assertEquals("refused", central.command("identify", "{\"requestedBy\":\"ana\",\"colour\":\"red\"}").outcome());
      assertEquals("refused", central.command("identify", "not JSON").outcome());
      assertEquals("refused", central.command("identify", "{\"requestedBy\":\"" + "a".repeat(5_000) + "\"}").outcome());
      central.rudeCommand("identify", WHO, false);
      assertEquals("refused", central.reply().outcome(), "no correlation data, no expiry");
      central.rudeCommand("identify", WHO, true);
      assertEquals("refused", central.reply().outcome(), "retained");
      central.retain(DOOR_1 + "cmd/identify", "");
      assertEquals("done", central.command("doctor", WHO).outcome());
      assertEquals("done", central.command("refresh", WHO).outcome());

      String ledger = newest(site, DOOR_1 + "status").path("ledger").asText();
      long punch = terminal.ticks().getLast().path("seq").asLong();
      int before = site.contract().count("punch");
      Reply replay = central.command("replay",
          "{\"requestedBy\":\"payroll\",\"ledger\":\"" + ledger + "\",\"from\":1,\"to\":" + punch + "}");
      assertEquals("done", replay.outcome(), replay.toString());
      assertEquals(punch, replay.json().path("result").path("entries").asLong());
      await().atMost(Duration.ofSeconds(10)).until(() -> site.contract().count("punch") > before);
      assertEquals(List.of(), site.subscriber().altered(), "byte for byte as the first time");
      assertEquals("refused", central.command("replay",
          "{\"requestedBy\":\"payroll\",\"ledger\":\"00000000-0000-4000-8000-000000000000\",\"from\":1,\"to\":3}")
          .outcome(), "another ledger");

      assertEquals("done", central.command("message",
          "{\"requestedBy\":\"hr\",\"worker\":\"w2\",\"text\":\"Please see HR\"}").outcome());
      tap(site, terminal, 2);
      terminal.awaitScreen("message", screen -> screen.path("message").asText().equals("Please see HR"));
      awaitEvent(site, "command.v1", data -> data.path("command").asText().equals("identify")
          && data.path("outcome").asText().equals("DONE")
          && data.path("requestedBy").asText().equals("ana@example.com"));
      awaitEvent(site, "command.v1", data -> data.path("outcome").asText().equals("REFUSED"));
    }
  }

  @Test
  void aFloodOfCommandsDoesNotFloodTheLedger() throws InterruptedException {
    try (Site site = new Site(folder);
        Central central = new Central(site.broker().port());
        TerminalProcess terminal = site.start()) {
      newest(site, DOOR_1 + "status");
      Map<String, Integer> outcomes = new TreeMap<>();
      for (int i = 0; i < 60; i++) {
        outcomes.merge(central.command("refresh", WHO).outcome(), 1, Integer::sum);
      }
      int done = outcomes.getOrDefault("done", 0);
      assertTrue(done >= 20 && done <= 30, outcomes.toString());
      awaitEvent(site, "command.limited.v1", data -> data.path("refused").asLong() > 0);
      assertTrue(terminal.isAlive());
    }
  }

  @Test
  void aConfigurationIsTakenWholeOrRefusedWhole() {
    try (Site site = new Site(folder, "repeat-window = \"0s\"");
        Central central = new Central(site.broker().port());
        TerminalProcess terminal = site.start()) {
      tap(site, terminal, 1);
      central.retain(DOOR_1 + "config",
          "{\"version\":\"7\",\"settings\":{\"punch.repeat-window\":\"1h\",\"punch.queue\":-1}}");
      awaitEvent(site, "configuration.overlay.refused.v1", data -> data.path("version").asText().equals("7"));
      central.retain(DOOR_1 + "config", "{\"version\":\"8\",\"settings\":{\"mqtt.url\":\"mqtt://evil\"}}");
      awaitEvent(site, "configuration.overlay.refused.v1", data -> data.path("version").asText().equals("8"));
      central.retain(DOOR_1 + "config", "{\"version\":\"9\",\"settings\":{\"punch.repeat-window\":\"1h\"}}");
      awaitEvent(site, "configuration.overlay.applied.v1", data -> data.path("version").asText().equals("9"));
      // It starts again by itself; then a second tap is the same one.
      awaitEvent(site, "service.stopped.v1", _ -> true);
      await().atMost(Duration.ofSeconds(30))
          .until(() -> newest(site, DOOR_1 + "status").path("config").path("overlay").asText().equals("9")
              && newest(site, DOOR_1 + "status").path("online").asBoolean());
      tap(site, terminal, 3);
      // Taken off the reader and put there again: at once it would be the same card that still lies there.
      await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofSeconds(2)).until(() -> {
        site.badges().tap(3);
        return terminal.screens().stream().anyMatch(screen -> screen.path("repeat").asBoolean());
      });
      TerminalProcess.Finished shown = TerminalProcess.run("config", "show", "--origin", "--config",
          site.config().toString());
      assertTrue(shown.output().contains("1h") && shown.output().contains("9"), shown.output());
    }
  }

  @Test
  void theSiteRosterIsAppliedWholeAndALocalOneNeedsForce() throws IOException {
    try (Site site = new Site(folder);
        Central central = new Central(site.broker().port());
        TerminalProcess terminal = site.start()) {
      newest(site, DOOR_1 + "status");
      StringBuilder csv = new StringBuilder("worker,name,badge,language\n");
      for (int n = 100; n < 400; n++) {
        csv.append("s").append(n).append(",Site ").append(n).append(',').append(Badges.badge(n)).append(",es\n");
      }
      central.roster("broken", csv + "s100,Twice," + Badges.badge(900) + ",es\n", 1_000);
      awaitEvent(site, "roster.refused.v1", data -> data.path("siteVersion").asText().equals("broken"));
      tap(site, terminal, 5);
      central.roster("v2", csv.toString(), 700);
      awaitEvent(site, "roster.applied.v1", data -> data.path("siteVersion").asText().equals("v2")
          && data.path("workers").asInt() == 300);
      tap(site, terminal, 150);
      site.badges().tap(6);
      terminal.awaitScreen("a worker of the old roster",
          screen -> screen.path("reason").asText().equals("UNIDENTIFIED"));
      Path local = Files.writeString(folder.resolve("local.csv"), "worker,name,badge\nx,X," + Badges.badge(999) + "\n");
      TerminalProcess.Finished refused = TerminalProcess.run("roster", "import", local.toString(), "--config",
          site.config().toString());
      assertTrue(refused.exit() != 0, refused.output());
      assertTrue(refused.output().contains("--force"), refused.output());
      TerminalProcess.Finished forced = TerminalProcess.run("roster", "import", local.toString(), "--force", "--config",
          site.config().toString());
      assertEquals(0, forced.exit(), forced.output());
    }
  }

  @Test
  void whoCameInAtDoor1GoesOutAtDoor2() throws IOException {
    try (Site site = new Site(folder); TerminalProcess first = site.start()) {
      Path other = Files.createDirectory(folder.resolve("door-2"));
      Path config = Files.writeString(other.resolve("punchpost.toml"), Files.readString(site.config())
          .replace("id = \"door-1\"", "id = \"door-2\"")
          .replace(folder.resolve("reader").toString(), other.resolve("reader").toString()));
      TerminalProcess.Finished imported = TerminalProcess.run("roster", "import",
          folder.resolve("roster.csv").toString(), "--config", config.toString());
      assertEquals(0, imported.exit(), imported.output());
      try (Badges badges = new Badges(other.resolve("reader"));
          TerminalProcess second = TerminalProcess.start(config)) {
        second.awaitReady();
        tap(site, first, 7);
        assertEquals("IN", first.ticks().getLast().path("kind").asText());
        newest(site, "punchpost/v1/plant-a/presence/door-1/w7");
        newest(site, "punchpost/v1/plant-a/door-2/status");
        // What is published has reached the other door a moment later.
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofSeconds(1)).until(() -> {
          badges.tap(7);
          return second.ticks().stream().anyMatch(tick -> tick.path("worker").asText().equals("w7"));
        });
        JsonNode out = second.ticks().stream().filter(tick -> tick.path("worker").asText().equals("w7")).findFirst()
            .orElseThrow();
        assertEquals("OUT", out.path("kind").asText(), out.toString());
        assertEquals("OUT", newest(site, "punchpost/v1/plant-a/presence/door-2/w7").path("kind").asText());
      }
    }
  }
}
