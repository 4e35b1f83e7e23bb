package dev.punchpost.kiosk.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.TextDisplay;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaderFeedbackTest {
  private static final class Own implements Indicator, TextDisplay {
    final List<Signal> played = new ArrayList<>();
    List<String> shown = List.of();
    int closed;

    @Override
    public void play(Signal signal) {
      played.add(signal);
    }

    @Override
    public int columns() {
      return 16;
    }

    @Override
    public int rows() {
      return 2;
    }

    @Override
    public void show(List<String> lines) {
      shown = lines;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private final Own front = new Own();
  private final Own back = new Own();
  private final ReaderFeedback feedback = new ReaderFeedback(List.of(place("front", front), place("back", back)),
      () -> ZonedDateTime.parse("2026-11-20T08:00:00+01:00[Europe/Madrid]"));

  private static ReaderFeedback.Place place(String name, Own own) {
    return new ReaderFeedback.Place(new ReaderName(name), own,
        Optional.of(new ReaderFeedback.Rows(own, new ScreenText("en", 16, 2))));
  }

  private void show(Screen screen) {
    feedback.show(Screens.showing(screen, List.of("laid out for another display")));
  }

  @Test
  void whatCameOfATapIsShownWhereItWasMade() {
    Screen refused = new Screen.Refused(new ReaderName("front"), Screen.Refused.Reason.UNIDENTIFIED, "");
    show(refused);
    assertEquals(List.of(Signals.of(refused).orElseThrow()), front.played);
    assertEquals(2, front.shown.size());
    assertTrue(front.shown.stream().allMatch(line -> line.length() <= 16), front.shown.toString());
    assertEquals(List.of(), back.played);
    assertEquals(List.of(), back.shown);
  }

  @Test
  void theRestingScreenIsForAllAndLeavesTheLightsAlone() {
    show(new Screen.Idle(true, 0, true));
    assertTrue(front.shown.getFirst().contains("08:00"), front.shown.toString());
    assertEquals(front.shown, back.shown);
    assertEquals(List.of(), front.played);
  }

  @Test
  void aReaderOfAnotherKindShowsNothing() {
    show(new Screen.Wait(new ReaderName("side"), false));
    assertEquals(List.of(), front.shown);
    assertEquals(Optional.empty(), back.played.stream().findAny());
  }

  @Test
  void closingGivesEverythingBack() {
    feedback.close();
    assertEquals(2, front.closed);
  }
}
