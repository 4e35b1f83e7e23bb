package dev.punchpost.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.Site;
import dev.punchpost.kiosk.TerminalProcess;
import dev.punchpost.kiosk.forward.TroubledProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The long proof of the contract: the whole terminal and `punchpost consume`, each a process behind a proxy of its own,
/// and between them a mosquitto that is killed, frozen, cut off, reset in the middle of a PUBACK and robbed of its
/// persistence file, while badges are tapped. In the end the consumer has every entry of the ledger, once, and nothing
/// else, by `--check` and by a comparison that is not the consumer's.
///
/// 6 cycles and 150 taps in CI. 500 cycles and 20,000 taps, about half an hour, by
/// `mvn -pl kiosk-app/consumer -am verify -Dtest=ConsumerChaosTest -Dpunchpost.full=true
/// -Dsurefire.failIfNoSpecifiedTests=false`.
class ConsumerChaosTest {
  private static final boolean FULL = Boolean.getBoolean("punchpost.full");
  private static final int CYCLES = FULL ? 500 : 6;
  private static final int TAPS = FULL ? 20_000 : 150;
  private static final int KINDS = 6;

  @TempDir
  Path folder;
  private final Random random = new Random(12);
  private boolean forgetting;

  private static void pause(long millis) {
    try {
      Pause.real().pause(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String derby() {
    return "jdbc:derby:" + folder.resolve("consumer") + ";create=true";
  }

  private Process consumer(TroubledProxy proxy) throws IOException {
    return new ProcessBuilder(
        TerminalProcess.command("consume", "--broker", url(proxy), "--jdbc", derby(), "--patience",
            "2"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("consumer.log").toFile())).start();
  }

  private static String url(TroubledProxy proxy) {
    return proxy.url().toString();
  }

  private static void end(Process consumer, boolean hard) throws InterruptedException {
    if (hard) {
      consumer.destroyForcibly();
    } else {
      consumer.destroy();
    }
    consumer.waitFor();
  }

  @Test
  void afterAllTroublesTheReferenceConsumerHasEveryEntryOnce() throws IOException, InterruptedException {
    try (Site site = new Site(folder, "repeat-window = \"0s\"");
        TroubledProxy before = new TroubledProxy(site.broker().port());
        TroubledProxy behind = new TroubledProxy(site.broker().port())) {
      Files.writeString(site.config(), Files.readString(site.config())
          .replaceFirst(Pattern.quote("mqtt://127.0.0.1:" + site.broker().port()), url(before)));
      try (TerminalProcess terminal = site.start()) {
        Process consumer = consumer(behind);
        // Killed while Derby makes a database, nothing is there that could be opened.
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(folder.resolve("consumer.log"))
            .contains("connected to"));
        int tapped = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
          int now = TAPS * (cycle + 1) / CYCLES - TAPS * cycle / CYCLES;
          for (int i = 0; i < now; i++) {
            site.badges().tap(1 + tapped++ % Site.WORKERS);
            pause(10 + random.nextInt(10));
            if (i == now / 2) {
              consumer = trouble(cycle, site, before, behind, consumer);
            }
          }
          if (forgetting) {
            forget(site, behind);
          }
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> terminal.ticks().size() == TAPS);
        await().atMost(Duration.ofMinutes(3)).until(() -> site.status().path("waiting").asLong() == 0);
        end(consumer, false);
        settle(site);
        Path export = export(site);
        settle(site);
        Command.Finished check = Command.consume("--jdbc", derby(), "--check");
        assertEquals(0, check.exit(), check.output());
        Command.Finished compared = Command.compare(derby(), export);
        assertEquals(0, compared.exit(), compared.output());
        try (var lines = Files.lines(export)) {
          assertEquals(TAPS, lines.filter(line -> line.contains("\"type\":\"dev.punchpost.punch.v1\"")).count());
        }
        System.out.println(String.format(Locale.ROOT, "%d cycles of trouble, %d taps: %s; asked again %d times", CYCLES,
            TAPS, String.join(", ", compared.output().lines().toList()), asked()));
        assertTrue(asked() > 0, "a broker that forgets everything was no trouble");
      }
    }
  }

  private void forget(Site site, TroubledProxy behind) throws IOException {
    forgetting = false;
    site.broker().kill();
    Files.deleteIfExists(folder.resolve("mosquitto.db"));
    site.broker().restart();
    behind.open();
  }

  private void settle(Site site) throws IOException {
    Command.Finished rest = Command.consume("--broker", "mqtt://127.0.0.1:" + site.broker().port(), "--jdbc", derby(),
        "--until-complete", "120", "--patience", "1");
    assertEquals(0, rest.exit(), rest.output());
    Files.writeString(folder.resolve("consumer.log"), rest.output(), StandardOpenOption.APPEND);
  }

  private long asked() throws IOException {
    try (var lines = Files.lines(folder.resolve("consumer.log"))) {
      return lines.filter(line -> line.contains("are asked for again")).count();
    }
  }

  private Path export(Site site) throws IOException {
    TerminalProcess.Finished export = TerminalProcess.run("ledger", "export", "--config", site.config().toString());
    assertEquals(0, export.exit(), export.output());
    return Files.writeString(folder.resolve("export.ndjson"), export.output());
  }

  /// Each kind of trouble in turn, and at random in the long form.
  private Process trouble(int cycle, Site site, TroubledProxy before, TroubledProxy behind, Process consumer)
      throws IOException, InterruptedException {
    switch (FULL ? random.nextInt(KINDS) : cycle % KINDS) {
      case 0 -> {
        site.broker().kill();
        pause(random.nextInt(300));
        site.broker().restart();
      }
      case 1 -> {
        site.broker().freeze();
        pause(FULL ? 1_000 + random.nextInt(19_000) : 300 + random.nextInt(1_200));
        site.broker().thaw();
      }
      case 2 -> {
        for (TroubledProxy proxy : List.of(before, behind)) {
          proxy.shut();
        }
        pause(100 + random.nextInt(900));
        before.open();
        behind.open();
      }
      case 3 -> before.resetInTheNextAnswer();
      case 4 -> {
        // What is tapped from now on waits at the broker for the consumer, until the broker forgets it.
        behind.shut();
        forgetting = true;
      }
      default -> {
        end(consumer, true);
        return consumer(behind);
      }
    }
    return consumer;
  }
}
