package dev.punchpost.bench;

import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.PseudoTerminal;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.DriverCatalogue;
import dev.punchpost.kiosk.Terminal;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.SettingsReader;
import dev.punchpost.kiosk.config.SettingsResult;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.panel.PanelOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// From the first byte of a badge's frame on a real tty to the line of the first light being driven: the whole terminal
/// runs. Known and unknown badges in turns, because only a change of colour tells one answer from the end of the last.
final class LightBench {
  private static final String GREEN = "22";
  private static final String RED = "23";

  private LightBench() {}

  /// When each line was last driven high, in the order in which they were.
  private static final class Lamps implements PinSource {
    private record Lit(String line, long nanos) {}

    private final BlockingQueue<Lit> lit = new LinkedBlockingQueue<>();

    @Override
    public OutputPin output(String chip, String line, boolean high) {
      return new OutputPin() {
        @Override
        public void set(boolean on) {
          if (on) {
            lit.add(new Lit(line, System.nanoTime()));
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public InputPin input(String chip, String line, Pull pull) {
      throw new HalException(Kind.NO_DEVICE, "nothing is listened to here");
    }

    long await(String line) throws InterruptedException {
      while (true) {
        Lit next = lit.poll(10, TimeUnit.SECONDS);
        if (next == null) {
          throw new IllegalStateException("the light at line " + line + " did not come on");
        }
        if (next.line().equals(line)) {
          return next.nanos();
        }
      }
    }
  }

  /// @param frame what the display takes for each change
  static Latencies run(Workbench bench, Duration frame, Duration pace, int warmUp, int count)
      throws IOException, InterruptedException {
    Lamps lamps = new Lamps();
    BenchWiring wiring = new BenchWiring() {
      @Override
      protected PinSource pins() {
        return lamps;
      }

      @Override
      protected ViewDisplay display(PanelSettings.Display settings, DriverCatalogue drivers) {
        return new Slow(frame);
      }

      @Override
      protected Optional<PanelOutput> recordOfScreens(Settings settings) {
        return Optional.empty();
      }
    };
    bench.prepare(wiring, 1_000);
    Latencies latencies = new Latencies();
    try (PseudoTerminal line = PseudoTerminal.open()) {
      Files.createSymbolicLink(bench.port(), line.path());
      try (Terminal terminal = new Terminal(settings(bench),
          new Status.Config("bench", Status.ConfigState.GOOD, List.of()),
          List.of(), wiring)) {
        TapBench.awaitReader(terminal);
        Rdm6300Simulator badges = new Rdm6300Simulator(line::write, Pause.real());
        for (int i = 0; i < warmUp + count; i++) {
          boolean known = i % 2 == 0;
          LockSupport.parkNanos(pace.toNanos());
          lamps.lit.clear();
          long start = System.nanoTime();
          badges.tap(Workbench.badge(known ? i % Workbench.WORKERS : Workbench.WORKERS + i));
          long shown = lamps.await(known ? GREEN : RED);
          if (i >= warmUp) {
            latencies.record(shown - start);
          }
        }
      }
    }
    return latencies;
  }

  private static Settings settings(Workbench bench) {
    SettingsResult read = SettingsReader.parse("""
        [terminal]
        site = "bench"
        id = "door-1"
        time-zone = "Europe/Madrid"
        [[reader]]
        name = "front"
        driver = "rdm6300"
        port = "reader"
        removed-after = "300ms"
        [store]
        directory = "data"
        minimum-free = "1MB"
        [mqtt]
        url = "mqtt://127.0.0.1:9"
        [control]
        socket = "control.sock"
        [punch]
        repeat-window = "0s"
        [panel]
        driver = "hd44780"
        i2c-bus = 99
        [panel.indicator]
        led = "red-green"
        red-gpio = %s
        green-gpio = %s
        """.formatted(RED, GREEN), bench.folder().resolve("punchpost.toml"));
    if (read instanceof SettingsResult.Good good) {
      return good.settings();
    }
    throw new IllegalStateException(read.toString());
  }

  /// A display that takes its time.
  private record Slow(Duration frame) implements ViewDisplay {
    @Override
    public void show(View view, int page) {
      LockSupport.parkNanos(frame.toNanos());
    }

    @Override
    public int pages(View view) {
      return 1;
    }

    @Override
    public void dim(boolean dimmed) {}

    @Override
    public void close() {}
  }
}
