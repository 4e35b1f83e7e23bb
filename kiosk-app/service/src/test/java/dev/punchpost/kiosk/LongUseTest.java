package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.hd44780.Hd44780;
import dev.punchpost.drivers.hd44780.Hd44780Options;
import dev.punchpost.drivers.hd44780.Hd44780Rom;
import dev.punchpost.drivers.hd44780.Hd44780Simulator;
import dev.punchpost.drivers.keypad.Key;
import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.drivers.keypad.KeypadLayout;
import dev.punchpost.drivers.keypad.MatrixKeypad;
import dev.punchpost.drivers.keypad.MatrixKeypadSimulator;
import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.drivers.max17048.Max17048Simulator;
import dev.punchpost.drivers.r503.R503Simulator;
import dev.punchpost.drivers.r503.R503Simulator.Press;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.playback.ManualPins;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.SettingsReader;
import dev.punchpost.kiosk.config.SettingsResult;
import dev.punchpost.kiosk.config.UpsSettings;
import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.panel.PanelOutput;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.panel.Showing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Days of use in minutes: a whole terminal with reader, fingerprint module, keypad, display, light, tone, door, contacts,
/// battery and a broker, one after the other of which fails and comes back, again and again. Every tap is answered, and
/// nothing grows.
///
/// 2,000 taps; with `-Dpunchpost.full=true` 100,000.
class LongUseTest {
  private static final boolean FULL = Boolean.getBoolean("punchpost.full");
  private static final int TAPS = FULL ? 100_000 : 2_000;
  /// Taps after which the caches are full, and each device has failed once.
  private static final int WARM_UP = FULL ? 20_000 : 800;
  private static final int WORKERS = 40;
  private static final int BETWEEN_FAULTS = FULL ? 400 : 80;
  private static final int UNDER_FAULT = 10;
  /// Of so many taps one is a finger, and one a number and PIN; the others are badges.
  private static final int FINGER_EVERY = FULL ? 500 : 50;
  private static final int PIN_EVERY = FULL ? 1_000 : 100;
  private static final String PIN = "24680";
  /// Longer than a keypad's debouncing.
  private static final Duration HELD = Duration.ofMillis(60);

  @TempDir
  Path folder;

  private final ManualPins pins = new ManualPins(Pause.real());
  private final Hd44780Simulator display = new Hd44780Simulator(20, 4, Hd44780Rom.A00);
  private final R503Simulator module = new R503Simulator();
  private final Max17048Simulator gauge = new Max17048Simulator(0x0011);
  private final KeypadLayout keys = KeypadLayout.fourByFour();
  private final MatrixKeypadSimulator keypad = new MatrixKeypadSimulator(keys, BootTicker.system());
  private final Semaphore ticks = new Semaphore(0);
  private final Semaphore typed = new Semaphore(0);
  private volatile boolean moduleGone;

  /// Counts ticks, as a worker would, and takes no device.
  private final PanelOutput eyes = new PanelOutput() {
    @Override
    public void show(Showing showing) {
      if (showing.screen() instanceof Screen.Accepted) {
        ticks.release();
      } else if (showing.screen() instanceof Screen.Typing) {
        typed.release();
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
    protected Keypad keypad(KeypadSettings.Matrix settings) {
      return new MatrixKeypad(keys, keypad.rows(), keypad.columns(), BootTicker.system(), Pause.real(),
          MatrixKeypad.Options.defaults());
    }

    @Override
    protected Max17048 battery(UpsSettings settings, DriverCatalogue drivers) {
      return new Max17048(gauge.i2c());
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
        [[reader]]
        name = "finger"
        driver = "r503"
        port = "uart"
        key-file = "finger.key"
        idle-poll = "100ms"
        [[keypad]]
        name = "keys"
        driver = "matrix"
        row-gpios = [5, 7, 13, 19]
        column-gpios = [12, 16, 20, 21]
        worker-prefix = "w"
        [ups]
        i2c-bus = 98
        interval = "1s"
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
    Files.setPosixFilePermissions(Files.writeString(folder.resolve("finger.key"), "5a".repeat(32) + "\n"),
        PosixFilePermissions.fromString("rw-------"));
    done("", "roster", "import", Files.write(folder.resolve("roster.csv"), rows).toString());
    done(PIN + "\n", "worker", "pin", "w2", "--pin-stdin");
    return assertInstanceOf(SettingsResult.Good.class, SettingsReader.read(config)).settings();
  }

  private void done(String input, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--config", folder.resolve("punchpost.toml").toString()));
    TerminalProcess.Finished finished = TerminalProcess.runWithInput(input, all.toArray(String[]::new));
    assertEquals(0, finished.exit(), finished.output());
  }

  private byte[] module(byte[] heard) {
    if (moduleGone) {
      return new byte[0];
    }
    module.hear(heard);
    return module.said();
  }

  @Test
  void everyTapIsAnsweredAndNothingGrowsWhateverFails() throws IOException, InterruptedException {
    Path reader = folder.resolve("reader");
    pins.put("25", false);
    pins.put("6", false);
    try (Mosquitto broker = Mosquitto.start(folder);
        Badges badges = new Badges(reader);
        SimulatedLine line = new SimulatedLine(folder.resolve("uart"), this::module);
        Terminal terminal = new Terminal(settings(reader, broker),
            new Status.Config("punchpost.toml", Status.ConfigState.GOOD, List.of()), List.of(), wiring)) {
      List<Device> devices = devices(broker, badges, terminal);
      awaitReaders(terminal);
      done("", "consent", "give", "w3", "--text-version", "2026-11");
      new EnrolDialogue(folder.resolve("punchpost.toml"), "w3").press(() -> module, 3);
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
    done("", "ledger", "verify");
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
          awaitBroken(() -> terminal.status().readers().getFirst().state() == Status.ReaderState.WORKING);
          badges.plug();
          awaitReaders(terminal);
        }, () -> {}), new Device(() -> {
          moduleGone = true;
          awaitBroken(() -> terminal.status().readers().getLast().state() == Status.ReaderState.WORKING);
        }, () -> {
          moduleGone = false;
          awaitReaders(terminal);
        }), new Device(() -> {
          keypad.breakDown();
          awaitBroken(() -> terminal.status().fittings().keypads().getFirst().fault().isEmpty());
        }, keypad::repair), new Device(() -> {
          gauge.unplug();
          awaitBroken(() -> terminal.status().fittings().battery().orElseThrow().fault().isEmpty());
        }, gauge::plug), new Device(() -> pins.put("25", true), () -> pins.put("25", false)),
        new Device(() -> pins.put("6", true), () -> pins.put("6", false)));
  }

  private static void awaitReaders(Terminal terminal) {
    await("readers").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> terminal.status()
        .readers().stream().allMatch(reader -> reader.state() == Status.ReaderState.WORKING));
  }

  private static void awaitBroken(BooleanSupplier works) {
    await("the fault is noticed").atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
        .until(() -> !works.getAsBoolean());
  }

  private static List<String> faults(Terminal terminal) {
    Status status = terminal.status();
    List<String> faults = new ArrayList<>();
    status.panel().flatMap(Status.Panel::fault).ifPresent(faults::add);
    status.fittings().indicator().flatMap(Status.Indicator::fault).ifPresent(faults::add);
    status.fittings().door().flatMap(Status.Door::fault).ifPresent(faults::add);
    status.fittings().battery().flatMap(Status.Battery::fault).ifPresent(faults::add);
    status.fittings().keypads().forEach(it -> it.fault().ifPresent(faults::add));
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
      boolean faulty = phase >= BETWEEN_FAULTS - UNDER_FAULT;
      if (i % FINGER_EVERY == FINGER_EVERY / 2 && !faulty) {
        module.touch(3, Press.GOOD);
      } else if (i % PIN_EVERY == PIN_EVERY / 4 && !faulty) {
        type("2\n" + PIN + "\n");
      } else {
        badges.tap(i % WORKERS + 1);
      }
      assertTrue(ticks.tryAcquire(5, TimeUnit.SECONDS), "tap " + i + " was not answered");
      if (i % FINGER_EVERY == FINGER_EVERY / 2 && !faulty) {
        module.lift();
        long heard = module.heard();
        await().pollInterval(Duration.ofMillis(10)).until(() -> module.heard() > heard + 2);
      }
      if (phase == BETWEEN_FAULTS - 1) {
        failing.returns().run();
      }
    }
  }

  /// Each key is held until the panel shows it; the last one is answered by what comes of it.
  private void type(String text) throws InterruptedException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      Key key = c == '\n' ? new Key.Enter() : new Key.Digit(c - '0');
      typed.drainPermits();
      keypad.press(key);
      if (i < text.length() - 1) {
        assertTrue(typed.tryAcquire(5, TimeUnit.SECONDS), "key " + i + " was not shown");
      } else {
        Thread.sleep(HELD);
      }
      keypad.release(key);
      Thread.sleep(HELD);
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
