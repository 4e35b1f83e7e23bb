package dev.punchpost.drivers.wiegand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.gpio.EdgeSource;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// 50,000 edges, with `-Dpunchpost.full=true` 1,000,000, from fixed seeds: any line, any time, any number, in any order;
/// and good frames with a few edges spoilt, of which no card may come that was not sent.
class WiegandFuzzTest {
  private static final int EDGES = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;

  private final ManualTicker ticker = new ManualTicker();
  private final Deque<EdgeEvent> queue = new ArrayDeque<>();
  private final Wiegand reader = new Wiegand(new ReaderName("door"), new EdgeSource() {
    @Override
    public Optional<EdgeEvent> next(Duration timeout) {
      EdgeEvent edge = queue.poll();
      ticker.advance(edge == null ? timeout : Duration.ZERO);
      return Optional.ofNullable(edge);
    }

    @Override
    public void close() {}
  }, ticker, Wiegand.Options.defaults());

  @Test
  void edgesOfAnyKindNeverHangOrThrow() {
    Random random = new Random(20_250_801);
    for (int i = 0; i < EDGES; i++) {
      long at = random.nextInt(10) == 0
          ? random.nextLong()
          : ticker.micros() * 1_000 + random.nextInt(4_000_000) - 1_000_000;
      long sequence = random.nextInt(10) == 0 ? random.nextLong() : i + random.nextInt(3);
      queue.add(new EdgeEvent(random.nextInt(20) == 0 ? random.nextInt(64) : random.nextInt(2), at, sequence));
      if (random.nextInt(30) == 0) {
        ticker.advance(Duration.ofMillis(random.nextInt(200)));
        reader.next(Duration.ofMillis(1 + random.nextInt(300)));
      }
    }
    while (!queue.isEmpty()) {
      reader.next(Duration.ofMillis(100));
    }
    assertTrue(reader.counts().rejected() + reader.counts().noiseBytes() > 0);
  }

  @Test
  void spoiltFramesMakeNoCardThatWasNotSent() {
    Random random = new Random(20_250_802);
    WiegandSimulator simulator = new WiegandSimulator(queue::add, ticker.micros(), WiegandSimulator.INTERVAL);
    Set<String> sent = new HashSet<>();
    long good = 0;
    for (int i = 0; i < EDGES / 26; i++) {
      int number = random.nextInt(65536);
      sent.add("wiegand:26:7:" + number);
      List<EdgeEvent> pulses = simulator.pulses(WiegandFormat.H10301.encode(7, number), 26);
      boolean spoilt = random.nextInt(3) != 0;
      if (spoilt) {
        spoil(pulses, random);
      } else {
        good++;
      }
      queue.addAll(pulses);
      simulator.silence(WiegandSimulator.REST);
      ticker.advance(Duration.ofNanos((simulator.micros() - ticker.micros()) * 1_000));
      for (int calls = 0; calls < 4; calls++) {
        Optional<ReaderEvent> event = reader.next(Duration.ofMillis(10));
        if (event.isPresent() && event.get() instanceof ReaderEvent.Presented card) {
          assertTrue(sent.contains(card.credential().id().canonical()));
        }
      }
      simulator.silence(Duration.ofNanos(Math.max(0, ticker.micros() - simulator.micros() + 60_000) * 1_000));
    }
    assertTrue(reader.counts().presented() > 0 && reader.counts().presented() <= good);
    assertEquals(0, queue.size());
  }

  /// Loses one to three pulses, the fault that only numbers show.
  private static void spoil(List<EdgeEvent> pulses, Random random) {
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      pulses.remove(random.nextInt(pulses.size()));
    }
  }
}
