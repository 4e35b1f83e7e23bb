package dev.punchpost.drivers.wiegand;

import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.gpio.EdgeSource;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.GpioEdges;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.playback.ReplayEdges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The driver on real GPIO lines, for `provisioning/lab/proofs/wiegand`, which runs it inside the VM: prints each
/// card in its canonical form, and what it counted once the file given last exists and the lines are silent.
///
/// It makes garbage all the time, so that the collector runs while cards come in.
final class WiegandRunner {
  private WiegandRunner() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 6) {
      throw new IllegalArgumentException("expected CHIP D0 D1 BIT-TIMEOUT-MS FRAME-GAP-MS END-FILE");
    }
    Duration frameGap = Duration.ofMillis(Long.parseLong(args[4]));
    Path end = Path.of(args[5]);
    List<WiegandFormat> formats = List.of(WiegandFormat.H10301, WiegandFormat.H10306, WiegandFormat.H10304);
    Wiegand.Options options = new Wiegand.Options(formats, Wiegand.BitOrder.FIRST_IS_HIGHEST, Duration.ofNanos(10_000),
        Duration.ofMillis(Long.parseLong(args[3])), frameGap, frameGap.plusMillis(1));
    warmUp(options);
    Thread.ofPlatform().daemon().start(WiegandRunner::litter);
    Watched lines = new Watched(GpioEdges
        .open(new GpioRequest(args[0], List.of(args[1], args[2]), GpioRequest.Edge.FALLING, Pull.UP)));
    try (Wiegand reader = new Wiegand(new ReaderName("lab"), lines, BootTicker.system(), options)) {
      System.out.println("ready");
      long told = -1;
      // An empty answer is no silence where the core was taken away for longer than the time-out.
      while (!Files.exists(end) || told != lines.told) {
        told = lines.told;
        for (int i = 0; i < 4; i++) {
          reader.next(frameGap).ifPresent(WiegandRunner::print);
        }
      }
      System.out.println("counts " + reader.counts() + " " + reader.rejections());
      System.out.println("edges " + lines.words());
    }
  }

  private static void print(ReaderEvent event) {
    if (event instanceof ReaderEvent.Presented card) {
      System.out.println("card " + card.credential().id().canonical());
    }
  }

  /// So that the first cards are not read by cold code.
  private static void warmUp(Wiegand.Options options) {
    ManualTicker ticker = new ManualTicker();
    ReplayEdges lines = new ReplayEdges(ticker, new ManualPause(ticker));
    WiegandSimulator simulator = new WiegandSimulator(lines::add, ticker.micros(), WiegandSimulator.INTERVAL);
    Wiegand reader = new Wiegand(new ReaderName("warm"), lines, ticker, options);
    for (int i = 0; i < 100; i++) {
      simulator.present(WiegandFormat.H10301, 1, i);
      simulator.silence(options.removedAfter());
    }
    while (!lines.finished()) {
      reader.next(Duration.ofSeconds(1));
    }
  }

  private static void litter() {
    byte[][] kept = new byte[64][];
    for (int i = 0; true; i++) {
      kept[i % kept.length] = new byte[64 << 10];
    }
  }

  /// Notes how the edges came.
  private static final class Watched implements EdgeSource {
    private final EdgeSource lines;
    private final List<Long> intervals = new ArrayList<>();
    private long last;
    private long lastSequence;
    private long told;
    private long outOfOrder;
    private long latest;

    Watched(EdgeSource lines) {
      this.lines = lines;
    }

    @Override
    public Optional<EdgeEvent> next(Duration timeout) {
      Optional<EdgeEvent> edge = lines.next(timeout);
      edge.ifPresent(e -> {
        told++;
        latest = Math.max(latest, BootTicker.system().micros() - e.atNanos() / 1_000);
        outOfOrder += e.sequence() < lastSequence ? 1 : 0;
        if (e.sequence() == lastSequence + 1) {
          intervals.add((e.atNanos() - last) / 1_000);
        }
        last = e.atNanos();
        lastSequence = e.sequence();
      });
      return edge;
    }

    String words() {
      Collections.sort(intervals);
      return lastSequence + ", told " + told + ", out of order " + outOfOrder + ", interval min " + at(0) + " us, 1 % "
          + at(0.01)
          + " us, median " + at(0.5) + " us; longest from edge to read " + latest + " us";
    }

    private long at(double part) {
      return intervals.isEmpty() ? 0 : intervals.get((int) (part * (intervals.size() - 1)));
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
