package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.evidence.LedgerVerification;
import dev.punchpost.kiosk.evidence.Verdict;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.store.derby.DerbyLedgerFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Power is cut at random moments of a burst of taps; what was published before each cut must be part of an unbroken
/// chain after it. Ten rounds in CI, two hundred with `-Dpunchpost.full=true`:
///
/// `mvn verify -pl kiosk-app/service -am -Dtest=KillTest -Dpunchpost.full=true -Dsurefire.failIfNoSpecifiedTests=false`
class KillTest {
  @TempDir
  Path folder;

  @Test
  void everyTickThatWasShownIsInTheLedgerAndArrives() throws InterruptedException {
    int rounds = Boolean.getBoolean("punchpost.full") ? 200 : 10;
    Random random = new Random(20_261_120);
    List<JsonNode> ticks = new ArrayList<>();
    try (Site site = new Site(folder, "repeat-window = \"0s\"")) {
      for (int round = 0; round < rounds; round++) {
        TerminalProcess terminal = site.start();
        Thread burst = burst(site, random.nextInt());
        Pause.real().pause(Duration.ofMillis(random.nextInt(20, 900)));
        terminal.kill();
        burst.interrupt();
        burst.join();
        ticks.addAll(terminal.ticks());
        chainIsUnbroken(site);
      }
      assertTrue(ticks.size() > rounds * 2, "a burst worth the name: " + ticks.size());

      try (TerminalProcess terminal = site.start()) {
        await().atMost(Duration.ofSeconds(60)).until(() -> site.status().path("waiting").asLong() == 0);
        long last = site.status().path("lastSequence").asLong();
        await().atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().count() >= last);

        Map<Long, JsonNode> received = site.subscriber().bySequence();
        assertEquals(LongStream.rangeClosed(1, last).boxed().toList(), List.copyOf(received.keySet()),
            "no gap and nothing too much");
        assertEquals(List.of(), site.subscriber().altered());
        Map<Long, JsonNode> ledger = new java.util.HashMap<>();
        site.export().forEach(entry -> ledger.put(entry.path("data").path("seq").asLong(), entry));
        for (JsonNode tick : ticks) {
          long seq = tick.path("seq").asLong();
          for (JsonNode entry : List.of(ledger.get(seq), received.get(seq))) {
            assertEquals(tick.path("entry").asText(), entry.path("id").asText());
            assertEquals(tick.path("worker").asText(), entry.path("data").path("worker").asText());
            assertEquals(tick.path("kind").asText(), entry.path("data").path("kind").asText());
            assertEquals(tick.path("at").asText(), entry.path("time").asText());
          }
        }
        System.out.printf("KillTest: %d rounds, %d ticks shown, %d entries in the ledger, all received%n", rounds,
            ticks.size(), last);
        assertTrue(terminal.isAlive());
      }
    }
  }

  /// The ledger as the cut left it, against everything that an independent subscriber holds.
  private static void chainIsUnbroken(Site site) {
    List<LedgerHead> published = new ArrayList<>();
    site.subscriber().bySequence().values().forEach(entry -> {
      EntryView view = EntryView.of(entry.toString());
      published.add(new LedgerHead(view.ledger(), view.seq(), view.hash().orElseThrow()));
    });
    Path data = site.folder().resolve("data");
    LedgerKey key;
    try {
      key = LedgerKey.find(data).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Verdict verdict = new LedgerVerification(List.of(key.publicKey()), published)
        .rows(more -> DerbyLedgerFile.forEachRow(data, System::nanoTime, more));
    assertInstanceOf(Verdict.Intact.class, verdict, verdict.words());
  }

  private static Thread burst(Site site, int seed) {
    return Thread.ofPlatform().name("burst").start(() -> {
      Random random = new Random(seed);
      try {
        while (true) {
          site.badges().tap(1 + random.nextInt(Site.WORKERS));
          Pause.real().pause(Duration.ofMillis(random.nextInt(1, 12)));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
