package dev.punchpost.bench;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.PunchStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A throw-away folder with what every measurement needs: settings, a roster, punches that are stored already.
final class Workbench implements AutoCloseable {
  static final int WORKERS = 100;
  private static final int UNIT = 1_000;
  private static final ReaderName FRONT = new ReaderName("front");

  private final Path folder;

  /// @param parent where to measure: the file system under it decides the figures
  Workbench(Path parent) throws IOException {
    folder = Files.createTempDirectory(Files.createDirectories(parent).toRealPath(), "punchpost-bench-");
  }

  Path folder() {
    return folder;
  }

  Path port() {
    return folder.resolve("reader");
  }

  Settings settings(BrokerUrl broker) {
    return settings(broker, Optional.empty());
  }

  Settings settings(BrokerUrl broker, Optional<Settings.Tls> tls) {
    return new Settings(new Settings.Terminal("bench", "door-1", ZoneId.of("Europe/Madrid"), "en"),
        List.of(new Settings.Rdm6300(FRONT, port().toString(), Duration.ofMillis(300))),
        new Settings.Store(folder.resolve("data"), 1 << 20),
        new Settings.Mqtt(List.of(broker), tls, Duration.ofSeconds(30), Duration.ofSeconds(30),
            Duration.ofMillis(100), Duration.ofSeconds(60)),
        new Settings.Control(folder.resolve("control.sock"), Optional.empty()),
        new Settings.Punch(Duration.ZERO, Duration.ofHours(16), 64), new Settings.LogPanel(),
        new Settings.Clock(20, Settings.Rtc.AUTO));
  }

  static Credential.Em4100 badge(int worker) {
    return new Credential.Em4100(0x0F, worker);
  }

  static void enrol(PunchStore store) {
    store.roster().apply(IntStream.range(0, WORKERS).mapToObj(n -> {
      List<CredentialId> badges = List.of(badge(n).id());
      return new Worker(new WorkerId("w" + n), "Worker " + n, "", Set.of(), true, badges);
    }).toList(), false);
  }

  /// Fills the ledger as a terminal would have done over the last years.
  static void fill(PunchStore store, long punches) {
    EntryIds ids = new EntryIds(new Random(1));
    LedgerWriter writer = store.writer();
    Instant first = Instant.now().minus(Duration.ofSeconds(60 * punches));
    for (long done = 0; done < punches;) {
      for (int i = 0; i < UNIT && done < punches; i++, done++) {
        Reading at = new Reading(first.plusSeconds(60 * done), 60_000_000 * done,
            "5b7d0000-0000-4000-8000-000000000000",
            ClockState.SYNCHRONISED, OptionalLong.of(3));
        writer.append(new Draft(ids.next(at.wall()), at, at, new Content.Punch(new WorkerId("w" + done % WORKERS),
            done / WORKERS % 2 == 0 ? Kind.IN : Kind.OUT, FRONT, CredentialId.Scheme.EM, Set.of())));
      }
      writer.commit();
    }
  }

  /// The store as the terminal opens it, with the roster and so many punches.
  void prepare(BenchWiring wiring, long punches) {
    try (PunchStore store = wiring.openStore(settings(new BrokerUrl(false, "127.0.0.1", 9)))) {
      enrol(store);
      fill(store, punches);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
