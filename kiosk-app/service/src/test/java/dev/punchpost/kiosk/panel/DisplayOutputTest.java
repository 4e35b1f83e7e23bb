package dev.punchpost.kiosk.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.hd44780.Hd44780;
import dev.punchpost.drivers.hd44780.Hd44780Options;
import dev.punchpost.drivers.hd44780.Hd44780Rom;
import dev.punchpost.drivers.hd44780.Hd44780Simulator;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.Kind;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisplayOutputTest {
  private static final Screen IDLE = new Screen.Idle(true, 0, true);
  private static final Screen UNKNOWN = new Screen.Refused(Screens.FRONT, Screen.Refused.Reason.UNIDENTIFIED, "en");

  private final ManualTicker ticker = new ManualTicker();
  private final Hd44780Simulator simulator = new Hd44780Simulator(16, 2, Hd44780Rom.A00);
  private final ScreenViews views = new ScreenViews("en", "gate");
  private int openings;
  private int closings;
  private final DisplayOutput output = output(Optional.empty());
  private ZonedDateTime now = Screens.NOW;

  private DisplayOutput output(Optional<Duration> dimAfter) {
    return new DisplayOutput(this::open, views, dimAfter, ticker);
  }

  private ViewDisplay open() {
    openings++;
    return new Hd44780("panel", handle(), ticker, new ManualPause(new ManualTicker()), Hd44780Options.of(16, 2));
  }

  /// The same display each time it is opened, as a bus gives it.
  private I2cDevice handle() {
    I2cDevice device = simulator.i2c();
    return new I2cDevice() {
      @Override
      public byte[] read(int length) {
        return device.read(length);
      }

      @Override
      public void write(byte[] bytes) {
        device.write(bytes);
      }

      @Override
      public byte[] writeThenRead(byte[] bytes, int length) {
        return device.writeThenRead(bytes, length);
      }

      @Override
      public void close() {
        closings++;
      }
    };
  }

  private Showing showing(Screen screen) {
    return new Showing(screen, Set.of(), now, ClockState.SYNCHRONISED, List.of(), Signals.of(screen));
  }

  private String shown() {
    return String.join("|", simulator.text());
  }

  @Test
  void theDisplayIsOpenedWhenThereIsSomethingToShow() {
    assertEquals(0, openings);
    output.show(showing(IDLE));
    assertEquals(1, openings);
    assertTrue(shown().startsWith("08:05"), shown());
  }

  @Test
  void aDisplayThatWasUnpluggedShowsTheSameAgainOnceItIsBack() {
    output.show(showing(IDLE));
    simulator.unplug();
    HalException lost = assertThrows(HalException.class, () -> output.show(showing(UNKNOWN)));
    assertEquals(HalException.Kind.NO_DEVICE, lost.kind());
    simulator.plug();
    HalException waits = assertThrows(HalException.class, () -> output.show(showing(UNKNOWN)));
    assertEquals(lost.kind(), waits.kind(), "the reason stays the same while it is left alone");
    ticker.advance(Duration.ofSeconds(1));
    output.show(showing(UNKNOWN));
    assertTrue(shown().contains("Badge not"), shown());
  }

  @Test
  void aSingleDisturbanceIsNotEvenSeen() {
    output.show(showing(IDLE));
    simulator.dipPower();
    output.show(showing(Screens.accepted("Ana", "es", Kind.IN, false, false)));
    assertTrue(shown().contains("ENTRADA 08:00"), shown());
  }

  @Test
  void aDeadDisplayIsTriedLessAndLessOften() {
    simulator.unplug();
    List<Long> tries = new ArrayList<>();
    for (long second = 0; second < 120; second++) {
      int before = openings;
      assertThrows(HalException.class, () -> output.stay(showing(IDLE)));
      if (openings > before) {
        tries.add(second);
      }
      assertEquals(openings, closings, "what was opened is given back");
      ticker.advance(Duration.ofSeconds(1));
    }
    assertEquals(List.of(0L, 1L, 3L, 7L, 15L, 30L, 45L, 60L, 75L, 90L, 105L), tries);
  }

  @Test
  void aDisplayThatIsLostWhileAScreenStaysIsOpenedAgain() {
    output.show(showing(IDLE));
    simulator.unplug();
    ticker.advance(Duration.ofSeconds(5));
    assertThrows(HalException.class, () -> output.stay(showing(IDLE)));
    simulator.plug();
    ticker.advance(Duration.ofSeconds(2));
    now = now.plusMinutes(3);
    output.stay(showing(IDLE));
    assertTrue(shown().startsWith("08:08"), shown());
  }

  @Test
  void theTimeOnTheIdleScreenGoesOn() {
    output.show(showing(IDLE));
    now = now.plusMinutes(1);
    output.stay(showing(IDLE));
    assertTrue(shown().startsWith("08:06"), shown());
  }

  /// A large picture takes long to draw.
  @Test
  void whatStaysIsNotDrawnEverySecond() {
    output.show(showing(IDLE));
    int written = simulator.log().length;
    for (int second = 1; second < 5; second++) {
      ticker.advance(Duration.ofSeconds(1));
      output.stay(showing(IDLE));
    }
    assertEquals(written, simulator.log().length);
    simulator.dipPower();
    ticker.advance(Duration.ofSeconds(1));
    output.stay(showing(IDLE));
    assertTrue(shown().startsWith("08:05"), shown());
  }

  @Test
  void pagesOfALongViewAreTurnedAndComeRoundAgain() {
    Showing refusal = showing(UNKNOWN);
    output.show(refusal);
    int pages = output.pages(refusal);
    assertTrue(pages > 1, "a refusal has several pages on 16x2");
    List<String> seen = new ArrayList<>();
    for (int page = 0; page <= pages; page++) {
      output.stay(refusal);
      seen.add(shown());
      ticker.advance(QueuedPanel.PAGE);
    }
    assertEquals(seen.getFirst(), seen.getLast());
    assertEquals(pages, Set.copyOf(seen).size(), seen::toString);
    output.show(refusal);
    assertEquals(seen.getFirst(), shown(), "a new refusal starts at its first page");
  }

  @Test
  void nobodyForALongTimeMakesItDarkAndATapLightAgain() {
    try (DisplayOutput dimming = output(Optional.of(Duration.ofMinutes(10)))) {
      dimming.show(showing(IDLE));
      assertTrue(simulator.lit());
      for (int minute = 1; minute < 10; minute++) {
        ticker.advance(Duration.ofMinutes(1));
        now = now.plusMinutes(1);
        dimming.show(showing(IDLE));
        assertTrue(simulator.lit(), "a new minute is nobody's tap");
      }
      ticker.advance(Duration.ofMinutes(1));
      dimming.stay(showing(IDLE));
      assertFalse(simulator.lit());
      dimming.show(showing(UNKNOWN));
      assertTrue(simulator.lit());
    }
  }

  @Test
  void closingGivesTheDisplayBack() {
    output.show(showing(IDLE));
    output.close();
    output.close();
    assertEquals(1, closings);
  }

  /// As a driver with a fault of its own would: the view is never shown, whatever is opened.
  @Test
  void aDisplayThatFailsAtOnceIsClosedEachTime() {
    List<String> closed = new ArrayList<>();
    DisplayOutput broken = new DisplayOutput(() -> new ViewDisplay() {
      @Override
      public void show(View view, int page) {
        throw new HalException(HalException.Kind.IO, "broken");
      }

      @Override
      public int pages(View view) {
        return 1;
      }

      @Override
      public void dim(boolean dimmed) {}

      @Override
      public void close() {
        closed.add("closed");
      }
    }, views, Optional.empty(), ticker);
    assertThrows(HalException.class, () -> broken.show(showing(IDLE)));
    assertEquals(List.of("closed"), closed);
    broken.close();
    assertEquals(1, closed.size());
  }
}
