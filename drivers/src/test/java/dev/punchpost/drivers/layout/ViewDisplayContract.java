package dev.punchpost.drivers.layout;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.Wording;
import dev.punchpost.hal.panel.ViewDisplay;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every display of views must do, whatever it is made of.
public abstract class ViewDisplayContract {
  /// Opens the display on the simulated device.
  protected abstract ViewDisplay open();

  /// What is seen, as something that can be compared.
  protected abstract Object seen();

  /// From now on the device does not answer.
  protected abstract void takeAway();

  /// It answers again and has forgotten everything.
  protected abstract void bringBack();

  protected static View sample(String name) {
    return Objects.requireNonNull(SampleViews.EN.views().get(name));
  }

  @Test
  void everyViewLooksDifferent() {
    try (ViewDisplay display = open()) {
      Object before = seen();
      for (View view : SampleViews.EN.views().values()) {
        display.show(view);
        assertNotEquals(before, seen(), view::toString);
        before = seen();
      }
    }
  }

  @Test
  void pagesAreCountedOnRoundAndRound() {
    try (ViewDisplay display = open()) {
      View listing = new View.Listing(Wording.of("Title"),
          java.util.stream.IntStream.range(0, 40).mapToObj(i -> "Row number " + i).toList());
      int pages = display.pages(listing);
      assertTrue(pages > 1, "pages: " + pages);
      display.show(listing);
      Object first = seen();
      display.show(listing, 1);
      assertNotEquals(first, seen());
      display.show(listing, pages);
      assertEquals(first, seen());
      display.show(listing, Integer.MAX_VALUE);
      display.show(listing, 0);
      assertEquals(first, seen());
    }
  }

  @Test
  void aDisplayThatWentAwayIsToldAndComesBackByBeingShownSomething() {
    try (ViewDisplay display = open()) {
      display.show(sample("in"));
      Object good = seen();
      takeAway();
      assertThrows(HalException.class, () -> display.show(sample("question")));
      assertThrows(HalException.class, () -> display.show(sample("refusal")));
      bringBack();
      display.show(sample("in"));
      assertEquals(good, seen());
    }
  }

  @Test
  void whatItShowsDoesNotDependOnWhatItShowedBefore() {
    try (ViewDisplay display = open()) {
      display.show(sample("out-long"));
      Object alone = seen();
      for (View view : SampleViews.PL.views().values()) {
        display.show(view);
        display.show(sample("out-long"));
        assertEquals(alone, seen(), view::toString);
      }
    }
  }

  @Test
  void noTextStopsIt() {
    Random random = new Random(20_261_122);
    try (ViewDisplay display = open()) {
      for (String text : List.of("", " ", "\u0000\u0007\n\t\u001B[2J", "\uD800", "\u202Eabc", "漢字かな", "مرحبا",
          "👷🏽‍♀️",
          "e" + "\u0301".repeat(50), "x".repeat(500), "a ".repeat(300), "-".repeat(60), "\u00A0", "Ⅷ½ﬁ")) {
        showEverywhere(display, text);
      }
      for (int i = 0; i < 200; i++) {
        showEverywhere(display, random.ints(random.nextInt(60), 1, 0x3000)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
      }
    }
  }

  private static void showEverywhere(ViewDisplay display, String text) {
    Wording wording = Wording.of(text);
    for (View view : List.of(
        new View.Idle(text, wording, text, View.Network.OFFLINE, Long.MAX_VALUE, View.ClockMark.UNSET, wording),
        new View.Greeting(text, View.Direction.OUT, text, text, View.ClockMark.UNSURE, wording),
        new View.Refusal(wording, wording), new View.Notice(wording, wording),
        new View.Question(wording, List.of(new View.Choice(text, wording), new View.Choice("F1", wording))),
        new View.Listing(wording, List.of(text, text)), new View.Progress(wording, wording, 1))) {
      assertDoesNotThrow(() -> {
        int pages = display.pages(view);
        assertTrue(pages >= 1);
        display.show(view, pages - 1);
      }, () -> view.toString());
    }
  }

  @Test
  void aClosedDisplayIsNotShownAnything() {
    ViewDisplay display = open();
    display.close();
    display.close();
    assertThrows(HalException.class, () -> display.show(sample("in")));
  }
}
