package dev.punchpost.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.consumer.Command.Finished;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.Site;
import dev.punchpost.kiosk.TerminalProcess;
import dev.punchpost.kiosk.forward.BrokerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real terminal, a real mosquitto, `punchpost consume` as its user starts it, and a script that compares both ends
/// by SQL: it finds every broken consumer here, and nothing in the honest one.
class ConsumerEndToEndTest {
  @TempDir
  Path folder;

  private void tap(Site site, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      site.badges().tap(1 + i % Site.WORKERS);
      Pause.real().pause(Duration.ofMillis(20));
    }
  }

  private static void awaitDelivered(Site site, long entries) {
    await().atMost(Duration.ofSeconds(30)).until(() -> site.status().path("lastSequence").asLong() >= entries
        && site.status().path("waiting").asLong() == 0);
  }

  private String derby() {
    return "jdbc:derby:" + folder.resolve("consumer") + ";create=true";
  }

  private Path export(Site site) throws IOException {
    TerminalProcess.Finished export = TerminalProcess.run("ledger", "export", "--config",
        site.config().toString());
    assertEquals(0, export.exit(), export.output());
    return Files.writeString(folder.resolve("export.ndjson"), export.output());
  }

  @Test
  void whatABrokerForgotIsFoundAndFetchedByItself() throws IOException, InterruptedException {
    try (Site site = new Site(folder, "repeat-window = \"0s\""); TerminalProcess terminal = site.start()) {
      String broker = "mqtt://127.0.0.1:" + site.broker().port();
      tap(site, 5);
      awaitDelivered(site, 6);
      Finished first = Command.consume("--broker", broker, "--jdbc", derby(), "--until-complete", "60");
      assertEquals(0, first.exit(), first.output());

      // The broker takes these for a consumer that is away, and dies with all that it knew.
      tap(site, 30);
      awaitDelivered(site, 36);
      site.broker().kill();
      Files.deleteIfExists(folder.resolve("mosquitto.db"));
      site.broker().restart();
      tap(site, 5);
      awaitDelivered(site, 41);

      Finished second = Command.consume("--broker", broker, "--jdbc", derby(), "--until-complete", "90", "--patience",
          "1");
      assertEquals(0, second.exit(), second.output());
      assertTrue(second.output().contains("are asked for again"), second.output());
      Finished check = Command.consume("--jdbc", derby(), "--check");
      assertEquals(0, check.exit(), check.output());
      assertTrue(check.output().contains("plant-a/door-1"), check.output());
      Path export = export(site);
      // Whatever the export itself has brought about.
      Finished third = Command.consume("--broker", broker, "--jdbc", derby(), "--until-complete", "30");
      assertEquals(0, third.exit(), third.output());
      Finished compared = Command.compare(derby(), export);
      assertEquals(0, compared.exit(), compared.output());
      assertTrue(compared.output().contains("exactly what the terminals have"), compared.output());

      // And the other way round: an entry that no terminal has made.
      List<String> lines = Files.readAllLines(export);
      Finished invented = Command.compare(derby(), Files.write(folder.resolve("short.ndjson"), lines.subList(0, 20)));
      assertEquals(1, invented.exit(), invented.output());
      assertTrue(terminal.isAlive());
    }
  }

  /// Faults of a consumer that must not escape the comparison.
  private enum Fault {
    DROPS,
    DOUBLES,
    ALTERS
  }

  private static final class BrokenDatabase extends ConsumerDatabase {
    private final Fault fault;

    BrokenDatabase(String url, Fault fault) throws SQLException {
      super(url, new Properties(), System::currentTimeMillis);
      this.fault = fault;
    }

    @Override
    protected void insert(List<Entry> entries) throws SQLException {
      List<Entry> broken = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry.seq() != 4) {
          broken.add(entry);
        } else if (fault == Fault.DOUBLES) {
          broken.add(entry);
          broken.add(new Entry(entry.terminal(), entry.id().replaceFirst("^.", "f"), entry.ledger(), 4_000_000,
              entry.type(), entry.worker(), entry.time(), entry.body()));
        } else if (fault == Fault.ALTERS) {
          broken.add(new Entry(entry.terminal(), entry.id(), entry.ledger(), 4, entry.type(), entry.worker(),
              entry.time(), entry.body().replace("plant-a", "plant-b")));
        }
      }
      super.insert(broken);
    }
  }

  @Test
  void aConsumerThatDropsDoublesOrAltersOneEntryIsFoundOut() throws IOException, InterruptedException, SQLException {
    try (Site site = new Site(folder, "repeat-window = \"0s\""); TerminalProcess terminal = site.start()) {
      tap(site, 10);
      awaitDelivered(site, 11);
      Path export = export(site);
      System.setProperty("derby.stream.error.field", ConsumeCommand.class.getName() + ".DERBY_LOG");
      for (Fault fault : Fault.values()) {
        Path database = folder.resolve("broken-" + fault);
        String url = "jdbc:derby:" + database + ";create=true";
        ConsumerOptions options = new ConsumerOptions(
            new BrokerUrl(false, "127.0.0.1", site.broker().port()), Optional.empty(), Optional.empty(), "payroll",
            "broken-" + fault, false, "+", Duration.ofMillis(100), Duration.ofMinutes(1));
        try (ConsumerDatabase broken = new BrokenDatabase(url, fault)) {
          // Nothing of the past is at the broker for a new session: all of it is asked for, and stored the broken way.
          new Consumer(options, broken, new Schemas(), () -> System.nanoTime() / 1_000_000)
              .run(Optional.of(Duration.ofSeconds(12)));
          assertTrue(broken.count("SELECT COUNT(*) FROM punchpost_entry") >= 10, "received");
        }
        shutDown(database);
        Finished compared = Command.compare(url, export);
        assertEquals(1, compared.exit(), fault + ": " + compared.output());
        assertTrue(compared.output().contains("DOES NOT HAVE"), fault + ": " + compared.output());
      }
      assertTrue(terminal.isAlive());
    }
  }

  /// Derby lets one process in at a time.
  private static void shutDown(Path database) {
    try {
      DriverManager.getConnection("jdbc:derby:" + database + ";shutdown=true").close();
    } catch (SQLException e) {
      // This is how it says that it is down (08006).
      assertEquals("08006", e.getSQLState());
    }
  }
}
