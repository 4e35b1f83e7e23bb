package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as its user runs it: frames on a real tty, a real mosquitto, an independent subscriber.
class EndToEndTest {
  @TempDir
  Path folder;

  @Test
  void aTapIsShownAndArrivesOnceWithTheFieldsOfTheContract() {
    try (Site site = new Site(folder, "repeat-window = \"60s\""); TerminalProcess terminal = site.start()) {
      site.badges().tap(7);
      await().until(() -> terminal.ticks().size() == 1);
      site.badges().tap(8);
      await().until(() -> terminal.ticks().size() == 2);
      site.badges().tap(7); // within the repeat window: nothing new
      terminal.awaitScreen("the repetition", screen -> screen.path("repeat").asBoolean());
      JsonNode tick = terminal.ticks().getFirst();
      JsonNode message = await().until(() -> site.subscriber().bySequence().get(tick.path("seq").asLong()),
          found -> found != null);
      assertEquals("1.0", message.path("specversion").asText());
      assertEquals("/punchpost/plant-a/door-1", message.path("source").asText());
      assertEquals("dev.punchpost.punch.v1", message.path("type").asText());
      assertEquals("w7", message.path("subject").asText());
      assertEquals(tick.path("entry").asText(), message.path("id").asText());
      assertEquals(tick.path("at").asText(), message.path("time").asText());
      assertEquals("IN", message.path("data").path("kind").asText());
      assertEquals("em", message.path("data").path("credential").asText());
      assertEquals("Europe/Madrid", message.path("data").path("zone").asText());
      assertTrue(message.toString().indexOf("0F00000007") < 0, "no card number on the wire");
      await().until(() -> site.status().path("waiting").asLong() == 0);
      assertEquals(2, site.export().size());
      assertEquals(2, site.subscriber().bySequence().values().stream().filter(EndToEndTest::isPunch).count());
    }
  }

  @Test
  void withoutABrokerTapsGoOnAndAllArriveOnceItIsBack() {
    try (Site site = new Site(folder, "repeat-window = \"0s\""); TerminalProcess terminal = site.start()) {
      tapAll(site, terminal, 5);
      site.broker().stop();
      tapAll(site, terminal, 25);
      assertTrue(site.status().path("waiting").asLong() >= 20);
      site.broker().restart();
      await().atMost(Duration.ofSeconds(30)).until(() -> site.status().path("waiting").asLong() == 0);
      Map<Long, String> ticked = terminal.ticks().stream()
          .collect(Collectors.toMap(tick -> tick.path("seq").asLong(), tick -> tick.path("entry").asText()));
      await().until(() -> site.subscriber().bySequence().values().stream().filter(EndToEndTest::isPunch)
          .collect(Collectors.toMap(entry -> entry.path("data").path("seq").asLong(),
              entry -> entry.path("id").asText()))
          .equals(ticked));
      assertEquals(List.of(), site.subscriber().altered());
    }
  }

  @Test
  void aReaderThatIsUnpluggedWorksAgainWithinThreeSecondsOfItsReturn() {
    try (Site site = new Site(folder, "repeat-window = \"0s\""); TerminalProcess terminal = site.start()) {
      tapAll(site, terminal, 1);
      site.badges().unplug();
      terminal.awaitScreen("reader lost",
          screen -> screen.path("screen").asText().equals("reader-state") && !screen.path("working").asBoolean());
      site.badges().plug();
      await().atMost(Duration.ofSeconds(3)).pollInterval(Duration.ofMillis(200)).until(() -> {
        site.badges().tap(9);
        return terminal.ticks().size() > 1;
      });
      await().until(() -> site.subscriber().bySequence().values().stream().map(e -> e.path("type").asText())
          .collect(Collectors.toSet())
          .containsAll(List.of("dev.punchpost.reader.lost.v1", "dev.punchpost.reader.found.v1")));
    }
  }

  @Test
  void anUnknownBadgeIsRecordedAndExplained() {
    try (Site site = new Site(folder); TerminalProcess terminal = site.start()) {
      site.badges().tap(0xBAD);
      terminal.awaitScreen("refusal", screen -> screen.path("reason").asText().equals("UNIDENTIFIED"));
      await().until(() -> site.subscriber().bySequence().values().stream()
          .anyMatch(e -> e.path("type").asText().equals("dev.punchpost.tap.unidentified.v1")));
    }
  }

  @Test
  void aSecondProcessOnTheSameDataIsRefusedWithThePid() {
    try (Site site = new Site(folder); TerminalProcess terminal = site.start()) {
      TerminalProcess.Finished second = TerminalProcess.run("run", "--config", site.config().toString());
      assertEquals(75, second.exit());
      assertTrue(second.output().contains(Long.toString(terminal.pid())), second.output());
    }
  }

  @Test
  void aBadFileStopsAnInteractiveRunAndNotTheService() throws IOException {
    try (Site site = new Site(folder)) {
      site.start().close();
      String good = Files.readString(site.config());
      Files.writeString(site.config(), good.replace("driver = \"rdm6300\"", "driver = \"rdm630\"\nspeed = 1"));
      TerminalProcess.Finished interactive = TerminalProcess.run("run", "--config", site.config().toString());
      assertEquals(78, interactive.exit());
      assertTrue(interactive.output().contains("punchpost.toml:7: reader.driver"), interactive.output());
      assertTrue(interactive.output().contains("punchpost.toml:8: reader.speed"), interactive.output());
      try (TerminalProcess service = TerminalProcess.start(site.config(), "--service")) {
        service.awaitScreen("the mistake",
            screen -> screen.path("screen").asText().equals("configuration-rejected"));
        tapAll(site, service, 1);
        assertEquals("last-good", site.status().path("config").path("state").asText().replace('_', '-'));
        await().until(() -> site.subscriber().bySequence().values().stream()
            .anyMatch(e -> e.path("type").asText().equals("dev.punchpost.configuration.rejected.v1")));
      }
    }
  }

  /// Taps workers one after the other and waits for each tick.
  private static void tapAll(Site site, TerminalProcess terminal, int count) {
    int before = terminal.ticks().size();
    IntStream.rangeClosed(1, count).forEach(i -> {
      site.badges().tap(1 + (before + i) % Site.WORKERS);
      await().pollInterval(Duration.ofMillis(10)).until(() -> terminal.ticks().size() == before + i);
    });
  }

  private static boolean isPunch(JsonNode entry) {
    return entry.path("type").asText().equals("dev.punchpost.punch.v1");
  }
}
