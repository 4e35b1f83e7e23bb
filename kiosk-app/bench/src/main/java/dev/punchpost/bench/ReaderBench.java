package dev.punchpost.bench;

import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the readers' drivers cost.
final class ReaderBench {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int PATIENCE = 200;

  private ReaderBench() {}

  /// From a badge that comes to Presented, less what the device takes and what its data sheet tells to wait: our own code
  /// for the whole exchange, with all bytes of the number and not only the last.
  ///
  /// @return by driver
  static Map<String, Latencies> latencies(int warmUp, int taps) throws InterruptedException {
    Map<String, Latencies> all = new LinkedHashMap<>();
    Outside outside = new Outside();
    for (SimulatedReader each : SimulatedReader.all(outside)) {
      try (each) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < warmUp + taps; i++) {
          long own = ownNanos(each, outside);
          if (i >= warmUp) {
            latencies.record(own);
          }
          until(each, each.away(), ReaderEvent.Removed.class);
        }
        all.put(each.driver(), latencies);
      }
    }
    all.put("osdp", osdp(warmUp, taps));
    return all;
  }

  private static long ownNanos(SimulatedReader each, Outside outside) {
    long own = 0;
    for (int i = 0; i < PATIENCE; i++) {
      each.present().run();
      long before = outside.nanos();
      long start = System.nanoTime();
      boolean presented = each.reader().next(LOOK).filter(ReaderEvent.Presented.class::isInstance).isPresent();
      own += System.nanoTime() - start - (outside.nanos() - before);
      if (presented) {
        return own;
      }
    }
    throw new IllegalStateException(each.driver() + " does not tell the badge");
  }

  private static void until(SimulatedReader each, Runnable before, Class<? extends ReaderEvent> expected) {
    for (int i = 0; i < PATIENCE; i++) {
      before.run();
      if (each.reader().next(LOOK).filter(expected::isInstance).isPresent()) {
        return;
      }
    }
    throw new IllegalStateException(each.driver() + " does not tell " + expected.getSimpleName());
  }

  /// From the answer with the card being there to Presented, over the line's thread and the reader's.
  private static Latencies osdp(int warmUp, int taps) {
    Latencies latencies = new Latencies();
    try (SimulatedReader.Osdp line = new SimulatedReader.Osdp()) {
      for (int i = 0; i < warmUp + taps; i++) {
        line.present();
        for (int tries = 0; line.reader().next(WAIT).filter(ReaderEvent.Presented.class::isInstance)
            .isEmpty(); tries++) {
          if (tries > PATIENCE) {
            throw new IllegalStateException("osdp does not tell the badge");
          }
        }
        if (i >= warmUp) {
          latencies.record(System.nanoTime() - line.answeredNanos());
        }
        while (line.reader().next(WAIT).filter(ReaderEvent.Removed.class::isInstance).isEmpty()) {
          // A card that is still there is not told again.
        }
      }
    }
    return latencies;
  }

  /// The share of one core that all readers together take while no badge is there, their simulators included, in percent.
  static double idlePercent(Duration time) throws InterruptedException {
    List<SimulatedReader> readers = SimulatedReader.all(new Outside());
    List<Thread> threads = new ArrayList<>();
    AtomicBoolean ended = new AtomicBoolean();
    try (SimulatedReader.Osdp line = new SimulatedReader.Osdp()) {
      readers.forEach(each -> threads.add(looking(each.reader(), each.driver(), ended)));
      threads.add(looking(line.reader(), "osdp", ended));
      // What a start costs is none of it.
      TimeUnit.SECONDS.sleep(3);
      Duration before = processorTime();
      long start = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      double wall = System.nanoTime() - start;
      double used = processorTime().minus(before).toNanos();
      ended.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      return 100 * used / wall;
    } finally {
      readers.forEach(SimulatedReader::close);
    }
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static Thread looking(BadgeReader reader, String name, AtomicBoolean ended) {
    return Thread.ofPlatform().daemon().name("reader-" + name).start(() -> {
      while (!ended.get()) {
        reader.next(WAIT);
      }
    });
  }
}
