package dev.punchpost.drivers.hd44780;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.layout.CellMark;
import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Direction;
import dev.punchpost.hal.panel.View.Wording;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Behaviour, against the simulator.
class Hd44780Test {
  private static final View VIEW = view("in");

  private final ManualTicker ticker = new ManualTicker();
  private final Hd44780Simulator simulator = new Hd44780Simulator(20, 4, Hd44780Rom.A00);

  private static View view(String name) {
    return Objects.requireNonNull(SampleViews.DE.views().get(name));
  }

  private Hd44780 open() {
    return new Hd44780("wall", simulator.i2c(), ticker, new ManualPause(ticker), Hd44780Options.defaults());
  }

  private static View greeting(String name) {
    return new View.Greeting(name, Direction.IN, "IN", "07:58", ClockMark.SURE, Wording.NONE);
  }

  @Test
  void aViewStandsOnTheDisplay() {
    open().show(VIEW);
    assertEquals(List.of("Jürgen Groß         ", "⇥Kommen 07:58       ", " ".repeat(20), " ".repeat(20)),
        simulator.text());
    assertTrue(simulator.lit());
  }

  @Test
  void namesAreReadableWithBothRoms() {
    assertEquals("Lukasz", first(Hd44780Rom.A00, "Łukasz"));
    assertEquals("Jose", first(Hd44780Rom.A00, "José"));
    assertEquals("Müller", first(Hd44780Rom.A00, "Müller"));
    assertEquals("Uebel", first(Hd44780Rom.A00, "Übel"));
    assertEquals("Athina", first(Hd44780Rom.A00, "Αθηνά"));
    assertEquals("Lukasz", first(Hd44780Rom.A02, "Łukasz"));
    assertEquals("José", first(Hd44780Rom.A02, "José"));
    assertEquals("Übel", first(Hd44780Rom.A02, "Übel"));
    assertEquals("Athina", first(Hd44780Rom.A02, "Αθηνά"));
  }

  private String first(Hd44780Rom rom, String name) {
    Hd44780Simulator display = new Hd44780Simulator(16, 2, rom);
    new Hd44780("wall", display.i2c(), ticker, new ManualPause(ticker), Hd44780Options.of(16, 2).with(rom))
        .show(greeting(name));
    return display.text().getFirst().strip();
  }

  @Test
  void theChipIsBroughtIntoStepFromAnyState() {
    Random random = new Random(20_261_121);
    for (int i = 0; i < 500; i++) {
      Hd44780Simulator strange = new Hd44780Simulator(20, 4, Hd44780Rom.A00);
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (noise.length > 0) {
        strange.i2c().write(noise);
      }
      new Hd44780("wall", strange.i2c(), ticker, new ManualPause(ticker), Hd44780Options.defaults()).show(VIEW);
      assertEquals("⇥Kommen 07:58       ", strange.text().get(1), "after " + i);
    }
  }

  @Test
  void itIsInStepAlsoBetweenTheHalvesOfAByte() {
    open();
    simulator.spike();
    open().show(VIEW);
    assertEquals("⇥Kommen 07:58       ", simulator.text().get(1));
  }

  @Test
  void anUnpluggedDisplayIsToldAndComesBackByBeingShownSomething() {
    Hd44780 display = open();
    display.show(VIEW);
    simulator.unplug();
    HalException e = assertThrows(HalException.class, () -> display.show(VIEW));
    assertEquals(Kind.NO_DEVICE, e.kind());
    assertTrue(String.valueOf(e.getMessage()).startsWith("display wall: "), e.getMessage());
    assertThrows(HalException.class, () -> display.show(VIEW));
    simulator.plug();
    display.show(VIEW);
    assertEquals("⇥Kommen 07:58       ", simulator.text().get(1));
    // Once for each attempt after it was lost.
    assertEquals(2, display.restarts());
  }

  @Test
  void aDisplayThatWasUnpluggedBetweenTwoShowingsIsNoticed() {
    Hd44780 display = open();
    display.show(VIEW);
    simulator.unplug();
    simulator.plug();
    display.show(VIEW);
    assertEquals("⇥Kommen 07:58       ", simulator.text().get(1));
    assertEquals(1, display.restarts());
  }

  @Test
  void anAdapterThatDoesNotTellItsPinsIsNotTakenForAResetOne() {
    simulator.hidePins();
    Hd44780 display = open();
    display.show(VIEW);
    long cells = simulator.cellsWritten();
    display.show(VIEW);
    assertEquals(0, display.restarts());
    assertEquals(cells, simulator.cellsWritten());
  }

  @Test
  void aSpikeIsHealedAtTheNextRefresh() {
    Hd44780 display = open();
    display.show(VIEW);
    simulator.spike();
    display.show(view("out-long"));
    assertFalse(simulator.text().toString().contains("Gehen"), simulator.text()::toString);
    ticker.advance(Duration.ofMinutes(10));
    display.show(view("out-long"));
    assertTrue(simulator.text().toString().contains("⇤Gehen ≈16:31"), simulator.text()::toString);
    assertEquals(0, display.restarts());
  }

  @Test
  void dimmingTurnsTheLightOffAndLeavesTheText() {
    Hd44780 display = open();
    display.show(VIEW);
    display.dim(true);
    assertFalse(simulator.lit());
    assertEquals("⇥Kommen 07:58       ", simulator.text().get(1));
    display.show(view("refusal"));
    assertFalse(simulator.lit());
    display.dim(false);
    assertTrue(simulator.lit());
  }

  @Test
  void pagesAreCountedOnFromTheFirst() {
    Hd44780 display = open();
    View listing = view("listing");
    assertEquals(3, display.pages(listing));
    display.show(listing, 2);
    assertTrue(simulator.text().get(0).endsWith("3/3"), simulator.text()::toString);
    display.show(listing, 3);
    assertTrue(simulator.text().get(0).endsWith("1/3"), simulator.text()::toString);
  }

  @Test
  void theMarksAreEightDifferentCharacters() {
    open();
    for (CellMark mark : CellMark.values()) {
      for (CellMark other : CellMark.values()) {
        assertEquals(mark == other,
            java.util.Arrays.equals(simulator.glyph(mark.ordinal()), simulator.glyph(other.ordinal())),
            mark + " and " + other);
      }
    }
  }

  @Test
  void aDisplayThatIsNotThereIsToldAtOnceAndItsHandleIsClosed() {
    simulator.unplug();
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, this::open).kind());
    assertTrue(simulator.closed());
  }

  @Test
  void closingClearsItAndTurnsTheLightOff() {
    Hd44780 display = open();
    display.show(VIEW);
    display.close();
    display.close();
    assertFalse(simulator.lit());
    assertTrue(simulator.closed());
    assertEquals(" ".repeat(20), simulator.text().get(1));
    assertThrows(HalException.class, () -> display.show(VIEW));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Hd44780Options.of(16, 4));
    assertThrows(IllegalArgumentException.class,
        () -> new Hd44780Options(16, 2, Hd44780Rom.A00, true, Duration.ofSeconds(1)));
  }
}
