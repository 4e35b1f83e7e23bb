package dev.punchpost.hal.playback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.input.KeyEvent;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final ManualTicker ticker = new ManualTicker();
  private final ReplayEdges edges = new ReplayEdges(ticker, new ManualPause(ticker));

  @Test
  void anEdgeIsSeenAtItsTimeAndNotBefore() {
    EdgeEvent edge = new EdgeEvent(1, 1_050_000_000, 1);
    edges.add(edge);
    assertEquals(Optional.empty(), edges.next(Duration.ZERO));
    assertEquals(Optional.empty(), edges.next(Duration.ofMillis(49)));
    assertEquals(1_049_000, ticker.micros());
    assertEquals(Optional.of(edge), edges.next(Duration.ofSeconds(9)));
    assertEquals(1_050_000, ticker.micros());
    assertTrue(edges.finished());
  }

  @Test
  void aLateEdgeKeepsItsTime() {
    EdgeEvent edge = new EdgeEvent(0, 1_010_000_000, 1);
    edges.addLate(edge, Duration.ofMillis(500));
    assertEquals(Optional.of(edge), edges.next(Duration.ofSeconds(1)));
    assertEquals(1_510_000, ticker.micros());
  }

  @Test
  void aFaultStaysUntilTheDeviceIsOpenedAnew() {
    ReplayKeys keys = new ReplayKeys(ticker, new ManualPause(ticker));
    keys.add(new KeyEvent.Pressed(30, ticker.micros()));
    keys.addFault(ticker.micros() + 1_000, Kind.NO_DEVICE);
    assertEquals(Optional.of(new KeyEvent.Pressed(30, 1_000_000)), keys.next(Duration.ZERO));
    for (int i = 0; i < 2; i++) {
      assertEquals(Kind.NO_DEVICE,
          assertThrows(HalException.class, () -> keys.next(Duration.ofSeconds(1))).kind());
    }
    keys.close();
    assertEquals(Kind.IO, assertThrows(HalException.class, () -> keys.next(Duration.ofSeconds(1))).kind());
  }
}
