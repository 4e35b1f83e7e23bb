package dev.punchpost.bench;

import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.hal.linux.PseudoTerminal;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.DriverCatalogue;
import dev.punchpost.kiosk.Terminal;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.panel.PanelOutput;
import dev.punchpost.kiosk.panel.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// From the first byte of a badge's frame on a real tty to the tick being handed to the panel: the whole terminal runs,
/// reader thread, punch thread, panel thread, and a broker if one is given. One tap at a time.
final class TapBench {
  private TapBench() {}

  /// @param chained whether the ledger is chained and signed, as the terminal's is
  /// @param stored punches that the ledger holds already
  /// @param pace from a tick to the next frame: 0 makes a tap wait for what is stored after the answer to the one before
  /// @param broker whom the forwarder talks to meanwhile; nobody has to be there
  static Latencies run(Workbench bench, boolean chained, long stored, BrokerUrl broker, Duration pace, int warmUp,
      int count)
      throws IOException, InterruptedException {
    BlockingQueue<Long> ticks = new LinkedBlockingQueue<>();
    BenchWiring wiring = new BenchWiring(chained) {
      @Override
      protected PanelOutput panelOutput(Settings settings, DriverCatalogue drivers, BooleanSupplier saving) {
        return showing -> {
          if (showing.screen() instanceof Screen.Accepted) {
            ticks.offer(System.nanoTime());
          }
        };
      }
    };
    bench.prepare(wiring, stored);
    Latencies latencies = new Latencies();
    try (PseudoTerminal line = PseudoTerminal.open()) {
      Files.createSymbolicLink(bench.port(), line.path());
      try (Terminal terminal = new Terminal(bench.settings(broker),
          new Status.Config("bench", Status.ConfigState.GOOD, List.of()), List.of(), wiring)) {
        awaitReader(terminal);
        Rdm6300Simulator badges = new Rdm6300Simulator(line::write, Pause.real());
        for (int i = 0; i < warmUp + count; i++) {
          LockSupport.parkNanos(pace.toNanos());
          long start = System.nanoTime();
          badges.tap(Workbench.badge(i % Workbench.WORKERS));
          Long shown = ticks.poll(10, TimeUnit.SECONDS);
          if (shown == null) {
            throw new IllegalStateException("tap " + i + " was not answered");
          }
          if (i >= warmUp) {
            latencies.record(shown - start);
          }
        }
      }
    }
    return latencies;
  }

  /// A frame that is written before the reader listens would be dropped, rightly.
  static void awaitReader(Terminal terminal) throws InterruptedException {
    while (terminal.status().readers().stream().anyMatch(r -> r.state() != Status.ReaderState.WORKING)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
