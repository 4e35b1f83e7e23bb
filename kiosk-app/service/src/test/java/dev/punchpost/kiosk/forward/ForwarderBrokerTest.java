package dev.punchpost.kiosk.forward;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import dev.punchpost.kiosk.forward.paho.PahoLink;
import dev.punchpost.kiosk.ledger.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way with its real thread: outbox, Paho, a real mosquitto that is killed, restarted and frozen at random, and
/// a subscriber of another make. 8 rounds of trouble in CI, 500 with `-Dpunchpost.full=true`.
class ForwarderBrokerTest {
  private static final Ticker TICKER = () -> System.nanoTime() / 1_000;

  @TempDir
  Path directory;
  private final MemoryOutbox outbox = new MemoryOutbox();

  private Forwarder forwarder(Mosquitto broker) {
    ForwarderOptions options = new ForwarderOptions("plant-a", "door-1", List.of(broker.url()), Duration.ofSeconds(1),
        Duration.ofMillis(50), Duration.ofMillis(500), ForwarderOptions.DEFAULT_WINDOW);
    ConnectOptions connect = new ConnectOptions("plant-a.door-1", Duration.ofSeconds(5), Duration.ofSeconds(2),
        Optional.empty());
    return Forwarder.start(outbox, new PahoLink(connect), options, Surroundings.alone(TICKER, new Random(3)));
  }

  private void awaitDelivered(Forwarder forwarder) {
    await().atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertEquals(outbox.size(), forwarder.state().deliveredThrough()));
  }

  @Test
  void itStartsWithoutABrokerAndDeliversOnceThereIsOne() {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      broker.stop();
      outbox.punches(30);
      try (Forwarder forwarder = forwarder(broker)) {
        await().untilAsserted(() -> assertTrue(forwarder.state().lastError().orElse("").contains("nobody listens")));
        broker.restart();
        awaitDelivered(forwarder);
        assertTrue(forwarder.state().connected());
        assertEquals(Optional.empty(), forwarder.state().lastError());
      }
      assertEquals(30, outbox.deliveredThrough(), "written at the end");
    }
  }

  @Test
  void aNewEntryIsAcknowledgedAtOnce() {
    try (Mosquitto broker = Mosquitto.start(directory); Forwarder forwarder = forwarder(broker)) {
      await().until(() -> forwarder.state().connected());
      for (int i = 0; i < 20; i++) {
        outbox.punches(1);
        long before = System.nanoTime();
        forwarder.wake();
        while (forwarder.state().deliveredThrough() < outbox.size()) {
          Thread.onSpinWait();
          assertTrue(System.nanoTime() - before < 5_000_000_000L, "a new entry is stuck");
        }
      }
      await().untilAsserted(() -> assertEquals(20, outbox.deliveredThrough()));
    }
  }

  @Test
  void closingWhileItConnectsIsQuickAndLeavesTheOutboxAlone() throws Exception {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      broker.freeze();
      Forwarder forwarder = forwarder(broker);
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      long before = System.nanoTime();
      forwarder.close();
      assertTrue(System.nanoTime() - before < Duration.ofSeconds(1).toNanos());
      outbox.fail(true);
      await().untilAsserted(() -> assertTrue(
          Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals("forwarder"))));
    }
  }

  @Test
  void everyEntryArrivesThoughTheBrokerIsKilledRestartedAndFrozen() {
    int rounds = Boolean.getBoolean("punchpost.full") ? 500 : 8;
    Random random = new Random(7);
    try (Mosquitto broker = Mosquitto.start(directory, "persistence true", "persistence_location " + directory + "/",
        "autosave_interval 1", "autosave_on_changes true", "max_queued_messages 0");
        Subscriber subscriber = Subscriber.start(broker.port())) {
      Forwarder forwarder = forwarder(broker);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 20; i++) {
          outbox.punches(random.nextInt(20));
          outbox.append("dev.punchpost.reader.found.v1");
          forwarder.wake();
          await().pollDelay(Duration.ofMillis(random.nextInt(20) + 1L)).until(() -> true);
        }
        switch (random.nextInt(4)) {
          case 0 -> broker.restart();
          case 1 -> {
            broker.freeze();
            await().pollDelay(Duration.ofMillis(500 + random.nextInt(1_500))).until(() -> true);
            broker.thaw();
          }
          case 2 -> {
            // The service goes down hard as well: a new forwarder on what the store holds.
            broker.stop();
            forwarder.close();
            forwarder = forwarder(broker);
            broker.restart();
          }
          default -> {
            // Killed between save and save the broker forgets what it has acknowledged, which no sender can know:
            // so it is killed when all is saved.
            awaitDelivered(forwarder);
            awaitReceived(subscriber);
            broker.kill();
            broker.restart();
          }
        }
      }
      awaitDelivered(forwarder);
      awaitReceived(subscriber);
      forwarder.close();
      assertEquals(outbox.size(), outbox.deliveredThrough());
      assertSame(subscriber.received());
    }
  }

  private void awaitReceived(Subscriber subscriber) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertEquals(outbox.size(),
        subscriber.received().stream().map(Subscriber.Received::id).distinct().count()));
  }

  /// Byte for byte what is stored, on the right topic; repetitions only as repetitions.
  private void assertSame(List<Subscriber.Received> received) {
    Map<String, Set<String>> bodies = new HashMap<>();
    for (Subscriber.Received message : received) {
      bodies.computeIfAbsent(message.id(), id -> new HashSet<>()).add(message.topic() + " " + message.body());
    }
    outbox.after(0, Integer.MAX_VALUE / 2)
        .forEach(entry -> assertEquals(Set.of("punchpost/v1/plant-a/door-1/"
            + (entry.type().equals(Content.Punch.TYPE) ? "punch" : "event") + " " + entry.body()),
            bodies.get(entry.id().toString())));
    assertEquals(outbox.size(), bodies.size());
  }
}
