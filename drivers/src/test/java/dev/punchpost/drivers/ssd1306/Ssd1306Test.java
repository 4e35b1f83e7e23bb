package dev.punchpost.drivers.ssd1306;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/// Behaviour, against the simulator.
class Ssd1306Test {
  private static final View VIEW = Objects.requireNonNull(SampleViews.PL.views().get("out-long"));
  private static final Bitmap DARK = new Bitmap(128, 64);

  private final ManualTicker ticker = new ManualTicker(0);
  private final ManualPause pause = new ManualPause(ticker);
  private final Ssd1306Simulator simulator = new Ssd1306Simulator(Controller.SSD1306);

  private Ssd1306 open() {
    return new Ssd1306("wall", simulator.i2c(), ticker, pause, Ssd1306Options.defaults());
  }

  private static Bitmap expected() {
    OledPainter painter = new OledPainter(128, 64);
    return painter.paint(painter.scenes(VIEW).getFirst(), 0, 0);
  }

  @Test
  void bothControllersShowTheSamePictureOverBothLinks() {
    open().show(VIEW);
    assertEquals(expected(), simulator.picture());
    Ssd1306Simulator other = new Ssd1306Simulator(Controller.SH1106);
    new Ssd1306("wall", other.spi(), other.dataPin(), other.resetPin(), ticker, pause,
        Ssd1306Options.of(Controller.SH1106, 64)).show(VIEW);
    assertEquals(expected(), other.picture());
  }

  @Test
  void aModuleMountedUpsideDownShowsItTurnedRound() {
    Ssd1306Options d = Ssd1306Options.defaults();
    new Ssd1306("wall", simulator.i2c(), ticker, pause, new Ssd1306Options(d.controller(), d.height(), true,
        d.contrast(), d.dimmedContrast(), d.shiftEvery(), d.refresh())).show(VIEW);
    Bitmap upright = expected();
    Bitmap seen = simulator.picture();
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 128; x++) {
        assertEquals(upright.lit(x, y), seen.lit(127 - x, 63 - y));
      }
    }
  }

  @Test
  void anUnpluggedDisplayIsToldAndComesBackByBeingShownSomething() {
    Ssd1306 display = open();
    display.show(VIEW);
    simulator.unplug();
    HalException e = assertThrows(HalException.class, () -> display.show(VIEW));
    assertEquals(Kind.NO_DEVICE, e.kind());
    assertTrue(String.valueOf(e.getMessage()).startsWith("display wall: "), e.getMessage());
    simulator.plug();
    assertEquals(DARK, simulator.picture());
    display.show(VIEW);
    assertEquals(expected(), simulator.picture());
    assertEquals(1, display.restarts());
  }

  @Test
  void aDipOfTheSupplyBetweenTwoShowingsIsNoticed() {
    Ssd1306 display = open();
    display.show(VIEW);
    simulator.dipPower();
    display.show(VIEW);
    assertEquals(expected(), simulator.picture());
    assertEquals(1, display.restarts());
  }

  @Test
  void aChipThatTellsNoStatusIsSetUpAnewAtTheNextRefreshOnly() {
    simulator.hideStatus();
    Ssd1306 display = open();
    display.show(VIEW);
    long written = simulator.dataBytes();
    display.show(VIEW);
    assertEquals(written, simulator.dataBytes());
    assertEquals(0, display.restarts());
  }

  @Test
  void overSpiADipIsHealedAtTheNextRefresh() {
    Ssd1306 display = new Ssd1306("wall", simulator.spi(), simulator.dataPin(), ticker, pause,
        Ssd1306Options.defaults());
    display.show(VIEW);
    simulator.dipPower();
    display.show(VIEW);
    assertEquals(DARK, simulator.picture());
    ticker.advance(Duration.ofMinutes(10));
    display.show(VIEW);
    assertNotEquals(DARK, simulator.picture());
  }

  @Test
  void thePictureMovesAboutAndNeverLosesAPixel() {
    Ssd1306 display = open();
    int lit = lit(expected());
    Set<Bitmap> places = new HashSet<>();
    for (int minute = 0; minute < 60; minute++) {
      display.show(VIEW);
      places.add(simulator.picture());
      assertEquals(lit, lit(simulator.picture()), "in minute " + minute);
      ticker.advance(Duration.ofMinutes(1));
    }
    assertEquals(9, places.size());
  }

  private static int lit(Bitmap picture) {
    int count = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        count += picture.lit(x, y) ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void dimmingLowersTheContrastAlsoOverARestart() {
    Ssd1306 display = open();
    display.show(VIEW);
    assertEquals(0xCF, simulator.contrast());
    display.dim(true);
    assertEquals(0x01, simulator.contrast());
    simulator.dipPower();
    display.show(VIEW);
    assertEquals(0x01, simulator.contrast());
    display.dim(false);
    assertEquals(0xCF, simulator.contrast());
  }

  @Test
  void aDisplayThatIsNotThereIsToldAtOnceAndItsHandleIsClosed() {
    simulator.unplug();
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, this::open).kind());
    assertTrue(simulator.closed());
  }

  @Test
  void closingTurnsItOff() {
    Ssd1306 display = open();
    display.show(VIEW);
    display.close();
    display.close();
    assertFalse(simulator.on());
    assertTrue(simulator.closed());
    assertThrows(HalException.class, () -> display.show(VIEW));
  }

  @Test
  void theFontsHaveTheLettersOfEuropesNames() {
    String letters = "AaÄäÅåĄąÆæĆćČčÇçĐđÉéĘęĞğİıŁłÑñŃńŐőØøŒœŘřŚśŞşȘșŠšßȚțŰűŽžŹźŻż"
        + "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊΐϋΰ"
        + "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяІіЇїЄєҐґЂђЈјЉљЊњЋћЏџЎў≈·";
    for (int size : new int[]{12, 16, 24, 32}) {
      BitmapFont font = BitmapFont.ofSize(size);
      letters.codePoints().forEach(c -> assertTrue(font.has(c), size + " lacks " + Character.toString(c)));
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Ssd1306Options.of(Controller.SH1106, 32));
    assertThrows(IllegalArgumentException.class, () -> Ssd1306Options.of(Controller.SSD1306, 48));
    assertThrows(IllegalArgumentException.class, () -> new Ssd1306Options(Controller.SSD1306, 64, false, 256, 0,
        Duration.ofMinutes(1), Duration.ofMinutes(10)));
  }
}
