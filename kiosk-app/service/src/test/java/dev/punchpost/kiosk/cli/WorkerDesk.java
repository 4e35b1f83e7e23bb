package dev.punchpost.kiosk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.cli.ConfigSource.Configuration;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.PunchStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Commands about workers, run in this process on a stopped terminal's store, with a clock that stands still.
final class WorkerDesk {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final EntryIds ids = new EntryIds(new SecureRandom());
  private final PunchStore store;
  private final Path folder;
  private Reading now = new Reading(Instant.parse("2026-11-21T09:00:00Z"), 1_000_000_000L, "boot-1",
      ClockState.SYNCHRONISED, OptionalLong.of(5));

  /// @param folder is there, with something in it
  WorkerDesk(PunchStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  void clock(Reading reading) {
    now = reading;
  }

  Reading clock() {
    return now;
  }

  StoredEntry record(Instant wall, Content content) {
    Reading at = new Reading(wall, now.monotonicUs(), now.bootId(), ClockState.SYNCHRONISED, OptionalLong.of(5));
    StoredEntry entry = store.writer().append(new Draft(ids.next(wall), at, at, content));
    store.writer().commit();
    return entry;
  }

  /// @param input standard input
  int run(String input, String... args) {
    out.reset();
    err.reset();
    return new CommandTree(new Surroundings(new ByteArrayInputStream(input.getBytes(UTF_8)), out, err, Map.of(),
        _ -> new Configuration.Good(settings(), _ -> ""), _ -> store, _ -> {},
        content -> new Draft(ids.next(now.wall()), now, now, content), (_, _) -> 0, _ -> (url, _) -> {
          throw new LinkException(LinkException.Kind.REFUSED, "no " + url, null);
        }, () -> now)).execute(args);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  private Settings settings() {
    return new Settings(new Settings.Terminal("plant-a", "door-1", ZoneId.of("Europe/Madrid"), "en"),
        List.of(new Settings.Rdm6300(new ReaderName("front"), "/dev/none", Duration.ofMillis(300))),
        new Settings.Store(folder, 1),
        new Settings.Mqtt(List.of(new BrokerUrl(false, "127.0.0.1", 1)), Optional.empty(), Duration.ofSeconds(30),
            Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(60)),
        new Settings.Control(folder.resolve("s"), Optional.empty()),
        new Settings.Punch(Duration.ofSeconds(60), Duration.ofHours(16), 64), new Settings.LogPanel(),
        new Settings.Clock(Settings.Clock.USUAL_DRIFT_PPM, Settings.Rtc.IGNORED));
  }
}
