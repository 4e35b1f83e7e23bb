package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.hd44780.Hd44780;
import dev.punchpost.drivers.hd44780.Hd44780Options;
import dev.punchpost.drivers.hd44780.Hd44780Rom;
import dev.punchpost.drivers.hd44780.Hd44780Simulator;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.playback.ManualPins;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.SettingsReader;
import dev.punchpost.kiosk.config.SettingsResult;
import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.panel.PanelOutput;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.panel.Showing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Days of use in minutes: a whole terminal with reader, display, light, tone, door, contacts and a broker, one after the
/// other of which fails and comes back, again and again. Every tap is answered, and nothing grows.
///
/// 2,000 taps; with `-Dpunchpost.full=true` 100,000.
class LongUseTest {
  private static final boolean FULL = Boolean.getBoolean("punchpost.full");
  private static final int TAPS = FULL ? 100_000 : 2_000;
  /// Taps after which the caches are full, and each device has failed once.
  private static final int WARM_UP = FULL ? 20_000 : 700;
  private static final int WORKERS = 40;
  private static final int BETWEEN_FAULTS = FULL ? 400 : 100;
  private static final int UNDER_FAULT = 10;

  @TempDir
  Path folder;

  private final ManualPins pins = new ManualPins(Pause.real());
  private final Hd44780Simulator display = new Hd44780Simulator(20, 4, Hd44780Rom.A00);
  private final Semaphore ticks = new Semaphore(0);

  /// Counts ticks, as a worker would, and takes no device.
  private final PanelOutput eyes = new PanelOutput() {
    @Override
    public void show(Showing showing) {
      if (showing.screen() instanceof Screen.Accepted) {
        ticks.release();
      }
    }

    @Override
    public void close() {
      // nothing to give back
    }
  };

  private final Wiring wiring = new Wiring() {
    @Override
    protected PinSource pins() {
      return pins;
    }

    @Override
    protected ViewDisplay display(PanelSettings.Display settings, DriverCatalogue drivers) {
      return new Hd44780("panel", display.i2c(), BootTicker.system(), Pause.real(), Hd44780Options.defaults());
    }

    @Override
    protected Optional<PanelOutput> recordOfScreens(Settings settings) {
      return Optional.of(eyes);
    }
  };

  private Settings settings(Path reader, Mosquitto broker) throws IOException {
    Path config = Files.writeString(folder.resolve("punchpost.toml"), """
        [terminal]
        site = "plant-a"
        id = "door-1"
        time-zone = "Europe/Madrid"
        [[reader]]
        name = "front"
        driver = "rdm6300"
        port = "%s"
        [store]
        directory = "data"
        [mqtt]
        url = "mqtt://127.0.0.1:%d"
        reconnect-min = "100ms"
        reconnect-max = "1s"
        [punch]
        repeat-window = "0s"
        [panel]
        driver = "hd44780"
        i2c-bus = 99
        [panel.indicator]
        led = "red-green"
        red-gpio = 23
        green-gpio = 22
        buzzer = "active"
        buzzer-gpio = 18
        [contacts]
        tamper-gpio = 25
        mains-fail-gpio = 6
        [door]
        relay-gpio = 26
        pulse = "100ms"
        """.formatted(reader, broker.port()));
    List<String> rows = new ArrayList<>(List.of("worker,name,badge"));
    for (int n = 1; n <= WORKERS; n++) {
      rows.add(String.format(Locale.ROOT, "w%d,Worker %d,%s", n, n, Badges.badge(n)));
    }
    TerminalProcess.Finished imported = TerminalProcess.run("roster", "import",
        Files.write(folder.resolve("roster.csv"), rows).toString(), "--config", config.toString());
    assertEquals(0, imported.exit(), imported.output());
    return assertInstanceOf(SettingsResult.Good.class, SettingsReader.read(config)).settings();
  }

  @Test
  void everyTapIsAnsweredAndNothingGrowsWhateverFails() throws IOException, InterruptedException {
    Path reader = folder.resolve("reader");
    pins.put("25", false);
    pins.put("6", false);
    try (Mosquitto broker = Mosquitto.start(folder);
        Badges badges = new Badges(reader);
        Terminal terminal = new Terminal(settings(reader, broker),
            new Status.Config("punchpost.toml", Status.ConfigState.GOOD, List.of()), List.of(), wiring)) {
      List<Device> devices = devices(broker, badges, terminal);
      awaitReader(terminal);
      use(badges, devices, WARM_UP);
      Footprint before = footprint(terminal);
      use(badges, devices, TAPS - WARM_UP);
      // Light and tone know at the next tap that they work again.
      await("what has failed comes back").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> {
            use(badges, devices, 1);
            assertEquals(List.of(), faults(terminal));
          });
      Footprint after = footprint(terminal);
      System.out.println(TAPS + " taps: " + before + ", then " + after);
      assertTrue(after.threads() <= before.threads() + 1, before + ", then " + after);
      assertTrue(after.descriptors() <= before.descriptors() + 2, before + ", then " + after);
      // In the short form Derby's cache of pages is not full yet.
      assertTrue(after.heapKilobytes() <= before.heapKilobytes() + (FULL ? 4_096 : 8_192), before + ", then " + after);
    }
    TerminalProcess.Finished verified = TerminalProcess.run("ledger", "verify", "--config",
        folder.resolve("punchpost.toml").toString());
    assertEquals(0, verified.exit(), verified.output());
  }

  /// What fails, and comes back.
  private record Device(Action fails, Action returns) {
    interface Action {
      void run() throws IOException;
    }
  }

  private List<Device> devices(Mosquitto broker, Badges badges, Terminal terminal) {
    return List.of(new Device(display::unplug, display::plug), new Device(broker::kill, broker::restart),
        new Device(() -> pins.breakDown(Optional.of(Kind.IO)), () -> pins.breakDown(Optional.empty())),
        new Device(display::dipPower, () -> {}), new Device(() -> {
          badges.unplug();
          await().until(() -> terminal.status().readers().getFirst().state() != Status.ReaderState.WORKING);
          badges.plug();
          awaitReader(terminal);
        }, () -> {}), new Device(() -> pins.put("25", true), () -> pins.put("25", false)),
        new Device(() -> pins.put("6", true), () -> pins.put("6", false)));
  }

  private static void awaitReader(Terminal terminal) {
    await("reader").atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
        .until(() -> terminal.status().readers().getFirst().state() == Status.ReaderState.WORKING);
  }

  private static List<String> faults(Terminal terminal) {
    Status status = terminal.status();
    List<String> faults = new ArrayList<>();
    status.panel().flatMap(Status.Panel::fault).ifPresent(faults::add);
    status.fittings().indicator().flatMap(Status.Indicator::fault).ifPresent(faults::add);
    status.fittings().door().flatMap(Status.Door::fault).ifPresent(faults::add);
    status.fittings().contacts().forEach(contact -> contact.fault().ifPresent(faults::add));
    return faults;
  }

  private void use(Badges badges, List<Device> devices, int taps) throws IOException, InterruptedException {
    int next = 0;
    Device failing = devices.getFirst();
    for (int i = 0; i < taps; i++) {
      int phase = i % BETWEEN_FAULTS;
      if (phase == BETWEEN_FAULTS - UNDER_FAULT) {
        failing = devices.get(next++ % devices.size());
        failing.fails().run();
      }
      badges.tap(i % WORKERS + 1);
      assertTrue(ticks.tryAcquire(5, TimeUnit.SECONDS), "tap " + i + " was not answered");
      if (phase == BETWEEN_FAULTS - 1) {
        failing.returns().run();
      }
    }
  }

  private record Footprint(int threads, long descriptors, long heapKilobytes) {}

  private Footprint footprint(Terminal terminal) throws IOException {
    await("delivered").atMost(Duration.ofSeconds(60)).until(() -> {
      Status.Ledger ledger = terminal.status().ledger().orElseThrow();
      return ledger.deliveredThrough() == ledger.lastSequence();
    });
    // The simulated display keeps every byte that it has heard.
    int heard = display.log().length;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return new Footprint(Thread.activeCount(), open.count(),
          (runtime.totalMemory() - runtime.freeMemory() - 2L * heard) >> 10);
    }
  }
}
