package dev.punchpost.bench;

import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A backlog in a real store to the last PUBACK of a real broker, through the forwarder as the terminal wires it.
final class DrainBench {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private DrainBench() {}

  /// @return messages per second, from the first acknowledgement to the last
  static double run(Workbench bench, long punches, BenchBroker broker) throws InterruptedException {
    BenchWiring wiring = new BenchWiring();
    bench.prepare(wiring, punches);
    Settings settings = bench.settings(broker.url(), broker.tls());
    try (PunchStore store = wiring.openStore(settings);
        Forwarder forwarder = wiring.startForwarder(settings, store)) {
      long deadline = System.nanoTime() + LONGEST.toNanos();
      long first = 0;
      long firstAt = 0;
      while (true) {
        long delivered = forwarder.state().deliveredThrough();
        long now = System.nanoTime();
        if (delivered > 0 && firstAt == 0) {
          first = delivered;
          firstAt = now;
        }
        if (delivered == punches) {
          return (delivered - first) * 1e9 / (now - firstAt);
        }
        if (now > deadline) {
          throw new IllegalStateException("only " + delivered + " of " + punches + " were delivered");
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }
}
