package dev.punchpost.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.forward.ForwarderOptions;
import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.forward.Surroundings;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import dev.punchpost.kiosk.forward.paho.PahoLink;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many terminals through one real mosquitto into two consumers that share the work and one PostgreSQL: everything
/// arrives, once, as it is in the ledgers. The terminals have real forwarders and real Paho links, and their ledgers in
/// memory. 20 terminals with 50 punches in CI; 200 with 500 by
/// `mvn -pl kiosk-app/consumer -am verify -Dtest=ManyTerminalsTest -Dpunchpost.full=true
/// -Dsurefire.failIfNoSpecifiedTests=false`.
class ManyTerminalsTest {
  private static final boolean FULL = Boolean.getBoolean("punchpost.full");
  private static final Ticker TICKER = () -> System.nanoTime() / 1_000;

  @TempDir
  Path folder;

  private record Terminal(MemoryPunchStore store, Forwarder forwarder) {}

  private static Terminal terminal(String id, BrokerUrl broker) {
    MemoryPunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium(), id);
    Forwarder forwarder = Forwarder.start(store.outbox(),
        new PahoLink(new ConnectOptions("plant-a." + id, Duration.ofSeconds(60), Duration.ofSeconds(20),
            Optional.empty())),
        ForwarderOptions.defaults("plant-a", id, List.of(broker)), Surroundings.alone(TICKER, new Random(7)));
    return new Terminal(store, forwarder);
  }

  private static Thread consumer(Consumer consumer, String name) {
    return Thread.ofPlatform().name(name).start(() -> {
      try {
        consumer.run(Optional.empty());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private static Consumer consumer(BrokerUrl broker, String instance, ConsumerDatabase database) {
    return new Consumer(new ConsumerOptions(broker, Optional.empty(), Optional.empty(), "payroll", instance, true, "+",
        Duration.ofSeconds(5), Duration.ofHours(1)), database, new Schemas(), () -> System.nanoTime() / 1_000_000);
  }

  @Test
  void everyPunchOfEveryTerminalIsStoredOnce() throws SQLException, InterruptedException {
    int terminals = FULL ? 200 : 20;
    int punches = FULL ? 500 : 50;
    long all = (long) terminals * punches;
    try (PostgresServer postgres = PostgresServer.start();
        Mosquitto broker = Mosquitto.start(folder, "max_queued_messages 1000000", "max_inflight_messages 100",
            "log_type subscribe");
        ConsumerDatabase one = new ConsumerDatabase(postgres.jdbc(), new Properties(), System::currentTimeMillis);
        ConsumerDatabase two = new ConsumerDatabase(postgres.jdbc(), new Properties(), System::currentTimeMillis);
        ConsumerDatabase judge = new ConsumerDatabase(postgres.jdbc(), new Properties(), System::currentTimeMillis)) {
      List<Consumer> consumers = List.of(consumer(broker.url(), "1", one), consumer(broker.url(), "2", two));
      List<Thread> threads = List.of(consumer(consumers.get(0), "one"), consumer(consumers.get(1), "two"));
      awaitSubscribed(broker);
      List<Terminal> doors = new ArrayList<>();
      for (int t = 1; t <= terminals; t++) {
        doors.add(terminal("door-" + t, broker.url()));
      }
      long start = System.nanoTime();
      Drafts drafts = new Drafts();
      for (int p = 0; p < punches; p++) {
        for (Terminal door : doors) {
          door.store().writer().append(drafts.punch("w" + p % 40, p % 2 == 0 ? Kind.IN : Kind.OUT));
          door.store().writer().commit();
          door.forwarder().wake();
        }
      }
      await().atMost(Duration.ofMinutes(FULL ? 8 : 2)).pollInterval(Duration.ofMillis(200))
          .until(() -> judge.count("SELECT COUNT(*) FROM punchpost_entry") >= all);
      double seconds = (System.nanoTime() - start) / 1e9;
      consumers.forEach(Consumer::stop);
      for (Thread thread : threads) {
        thread.join();
      }
      doors.forEach(door -> door.forwarder().close());
      for (Terminal door : doors) {
        List<Long> different = new ArrayList<>();
        door.store().outbox().after(0, punches).forEach(entry -> {
          try {
            if (judge.count("SELECT COUNT(*) FROM punchpost_entry WHERE id = ? AND ledger = ? AND body = ?",
                entry.id(), door.store().ledger(), entry.body()) != 1) {
              different.add(entry.seq());
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
        assertEquals(List.of(), different);
      }
      assertEquals(all, judge.count("SELECT COUNT(*) FROM punchpost_entry"), "and nothing else");
      assertEquals(0, judge.count("SELECT COUNT(*) FROM punchpost_problem"));
      assertTrue(doors.stream().allMatch(door -> door.forwarder().state().deliveredThrough() == punches));
      System.out.println(String.format(Locale.ROOT, "%d terminals x %d punches into two consumers: %.1f s, %.0f/s",
          terminals, punches, seconds, all / seconds));
    }
  }

  /// Both consumers have subscribed to punches.
  private static void awaitSubscribed(Mosquitto broker) {
    await().atMost(Duration.ofSeconds(20)).until(() -> {
      try (var lines = java.nio.file.Files.lines(broker.log())) {
        return lines.filter(line -> line.contains("$share/payroll/")).count() >= 4;
      }
    });
  }
}
