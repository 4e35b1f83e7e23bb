package dev.punchpost.kiosk.forward;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import dev.punchpost.kiosk.forward.paho.PahoLink;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import dev.punchpost.kiosk.store.derby.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The long proof of delivery: a real store, Paho, a real mosquitto that is killed, frozen, cut off, reset in the middle
/// of its answer and robbed of its persistence file, while punches are made; and a consumer that confirms. In the end the
/// consumer holds every entry exactly once.
///
/// 10 cycles and 400 punches in CI. With `-Dpunchpost.full=true` 500 cycles, 20,000 punches and pauses of 1 to 20 s,
/// about an hour: `mvn -pl kiosk-app/service -am test -Dtest=DeliveryChaosTest -Dpunchpost.full=true
/// -Dsurefire.failIfNoSpecifiedTests=false`. Likewise 15 or 1,000 broker restarts, and a backlog of 20,000 or 100,000.
class DeliveryChaosTest {
  private static final boolean FULL = Boolean.getBoolean("punchpost.full");
  private static final Ticker TICKER = () -> System.nanoTime() / 1_000;
  private static final String ROOT = "punchpost/v1/plant-a/door-1/";

  @TempDir
  Path directory;
  private final Drafts drafts = new Drafts();

  private PunchStore store() {
    return DerbyStore.open(new StoreOptions(directory.resolve("data"), "plant-a", "door-1", ZoneId.of("Europe/Madrid"),
        1 << 20, TICKER, InstantSource.fixed(Instant.parse("2026-11-20T10:11:12Z"))));
  }

  private static Forwarder forwarder(PunchStore store, BrokerUrl url, boolean confirmed) {
    ForwarderOptions options = new ForwarderOptions("plant-a", "door-1", List.of(url), Duration.ofSeconds(1),
        Duration.ofMillis(50), Duration.ofMillis(500), ForwarderOptions.DEFAULT_WINDOW);
    ConnectOptions connect = new ConnectOptions("plant-a.door-1", Duration.ofSeconds(5), Duration.ofSeconds(2),
        Optional.empty());
    return Forwarder.start(store.outbox(), new PahoLink(connect),
        confirmed ? options.confirmedBy("payroll", Duration.ofSeconds(2)) : options,
        Surroundings.alone(TICKER, new Random(3)));
  }

  private void punch(PunchStore store, Forwarder forwarder, int count) {
    for (int i = 0; i < count; i++) {
      store.writer().append(drafts.punch("w" + i % 40, i % 2 == 0 ? Kind.IN : Kind.OUT));
    }
    store.writer().commit();
    forwarder.wake();
  }

  private static void pause(Random random, long least, long most) {
    long end = System.nanoTime() + Duration.ofMillis(least + random.nextLong(most - least + 1)).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static SortedMap<Long, String> ledger(PunchStore store) {
    SortedMap<Long, String> all = new TreeMap<>();
    for (List<StoredEntry> entries = store.outbox().after(0, 1_000); !entries.isEmpty();) {
      entries.forEach(entry -> all.put(entry.seq(), entry.body()));
      entries = store.outbox().after(all.lastKey(), 1_000);
    }
    return all;
  }

  @Test
  void afterAllTroublesTheConsumerHoldsEveryEntryExactlyOnce() throws IOException {
    int cycles = FULL ? 500 : 10;
    int punches = FULL ? 20_000 : 400;
    Random random = new Random(11);
    try (PunchStore store = store();
        Mosquitto broker = Mosquitto.start(directory, "persistence true", "persistence_location " + directory + "/",
            "autosave_interval 1", "max_queued_messages 0");
        TroubledProxy proxy = new TroubledProxy(broker.port());
        AckingConsumer consumer = AckingConsumer.start(broker.port(), ROOT, store.ledger().toString())) {
      Forwarder forwarder = forwarder(store, proxy.url(), true);
      for (int cycle = 0; cycle < cycles; cycle++) {
        int now = punches * (cycle + 1) / cycles - punches * cycle / cycles;
        for (int i = 0; i < now; i++) {
          punch(store, forwarder, 1);
          pause(random, 0, 10);
          if (i == now / 2) {
            forwarder = trouble(cycle, random, broker, proxy, forwarder, store);
          }
        }
      }
      awaitConfirmed(store, forwarder, consumer);
      forwarder.close();
      assertEquals(store.committedThrough(), store.outbox().deliveredThrough());
      assertEquals(List.of(), store.outbox().setAside().list(), "trouble blames no entry");
      assertEquals(ledger(store), consumer.stored());
      assertEquals(punches, consumer.distinct());
      assertEquals(0, consumer.altered());
    }
  }

  private static void awaitConfirmed(PunchStore store, Forwarder forwarder, AckingConsumer consumer) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
      assertEquals(store.committedThrough(), consumer.through(),
          () -> forwarder.state() + ", repetitions " + consumer.repetitions());
      assertEquals(store.committedThrough(), forwarder.state().deliveredThrough());
    });
  }

  /// Each kind of trouble in turn, and at random in the long form.
  private Forwarder trouble(int cycle, Random random, Mosquitto broker, TroubledProxy proxy, Forwarder forwarder,
      PunchStore store) throws IOException {
    switch (FULL ? random.nextInt(6) : cycle % 6) {
      case 0 -> {
        broker.kill();
        pause(random, 0, 300);
        broker.restart();
      }
      case 1 -> {
        broker.freeze();
        pause(random, FULL ? 1_000 : 300, FULL ? 20_000 : 1_500);
        broker.thaw();
      }
      case 2 -> {
        proxy.shut();
        pause(random, 100, 1_000);
        proxy.open();
      }
      case 3 -> {
        proxy.resetInTheNextAnswer();
        punch(store, forwarder, 0);
      }
      case 4 -> {
        broker.kill();
        Files.deleteIfExists(directory.resolve("mosquitto.db"));
        broker.restart();
      }
      default -> {
        forwarder.close();
        return forwarder(store, proxy.url(), true);
      }
    }
    return forwarder;
  }

  @Test
  void manyBrokerRestartsLeaveNothingBehind() throws IOException {
    int rounds = FULL ? 1_000 : 15;
    try (PunchStore store = store();
        Mosquitto broker = Mosquitto.start(directory);
        Forwarder forwarder = forwarder(store, broker.url(), false)) {
      // The database's page cache (4 MB) is to be full before anything is measured.
      punch(store, forwarder, 6_000);
      restarts(store, broker, forwarder, 3);
      System.gc();
      int threads = Thread.activeCount();
      long descriptors = descriptors();
      long heap = heap();
      restarts(store, broker, forwarder, rounds);
      System.gc();
      await().untilAsserted(() -> assertTrue(Thread.activeCount() <= threads + 1, "threads " + threads + ", now "
          + Thread.activeCount()));
      await().untilAsserted(() -> assertTrue(descriptors() <= descriptors + 2, "descriptors " + descriptors + ", now "
          + descriptors()));
      // A kilobyte for each restart would be seen.
      assertTrue(heap() <= heap + (4 << 20), "heap " + heap + ", now " + heap());
    }
  }

  private void restarts(PunchStore store, Mosquitto broker, Forwarder forwarder, int rounds) {
    for (int i = 0; i < rounds; i++) {
      broker.kill();
      punch(store, forwarder, 3);
      broker.restart();
      await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20))
          .until(() -> forwarder.state().deliveredThrough() == store.committedThrough());
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void aNewTapArrivesWithinASecondWhileABacklogDrains() {
    int backlog = FULL ? 100_000 : 60_000;
    int taps = FULL ? 1_000 : 100;
    Random random = new Random(2);
    try (PunchStore store = store();
        Mosquitto broker = Mosquitto.start(directory, "max_queued_messages 0");
        AckingConsumer consumer = AckingConsumer.start(broker.port(), ROOT, store.ledger().toString())) {
      for (int i = 0; i < backlog; i++) {
        store.writer().append(drafts.punch("w" + i % 40, Kind.IN));
        if (i % 1_000 == 999) {
          store.writer().commit();
        }
      }
      try (Forwarder forwarder = forwarder(store, broker.url(), false)) {
        await().until(() -> forwarder.state().deliveredThrough() > 0);
        List<Long> latencies = new ArrayList<>();
        for (int i = 0; i < taps && forwarder.state().deliveredThrough() < backlog; i++) {
          long before = System.nanoTime();
          punch(store, forwarder, 1);
          long seq = store.committedThrough();
          while (!consumer.has(seq) && System.nanoTime() - before < 30_000_000_000L) {
            LockSupport.parkNanos(1_000_000);
          }
          latencies.add((System.nanoTime() - before) / 1_000_000);
          pause(random, 0, 10);
        }
        assertTrue(latencies.size() >= 10, "the backlog was too short to measure: " + latencies.size());
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        long p99 = sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
        System.out.println(sorted.length + " taps within the backlog: p50 " + sorted[sorted.length / 2] + " ms, p99 "
            + p99 + " ms, longest " + sorted[sorted.length - 1] + " ms");
        assertTrue(p99 < 1_000, Arrays.toString(sorted));
        await().atMost(Duration.ofMinutes(5))
            .until(() -> forwarder.state().deliveredThrough() == store.committedThrough());
        await().atMost(Duration.ofMinutes(5)).until(() -> consumer.through() == store.committedThrough());
      }
    }
  }
}
