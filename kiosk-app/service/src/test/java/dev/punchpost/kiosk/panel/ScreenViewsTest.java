package dev.punchpost.kiosk.panel;

import static dev.punchpost.kiosk.panel.Screens.MADRID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.hd44780.Hd44780;
import dev.punchpost.drivers.hd44780.Hd44780Options;
import dev.punchpost.drivers.hd44780.Hd44780Rom;
import dev.punchpost.drivers.hd44780.Hd44780Simulator;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Wording;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenViewsTest {
  private static final Path GOLDEN = Path.of("src", "test", "golden", "panel");
  private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 21, 7, 58, 3, 0, MADRID);

  private static View view(Screen screen, ClockState clock, Mark... marks) {
    return new ScreenViews("de", "werk-a tor-1")
        .of(new Showing(screen, Set.of(marks), NOW, clock, List.of(), Signals.of(screen)));
  }

  @Test
  void theIdleScreenTellsDeliveryAndHowGoodTheTimeIs() {
    View.Idle good = (View.Idle) view(new Screen.Idle(true, 0, true), ClockState.SYNCHRONISED);
    assertEquals(new View.Idle("07:58", new Wording("Samstag, 21. November 2026", "Sa 21.11."), "werk-a tor-1",
        View.Network.ONLINE, 0, ClockMark.SURE, Wording.NONE), good);
    View.Idle bad = (View.Idle) view(new Screen.Idle(false, 7, true), ClockState.HOLDOVER, Mark.READER_LOST,
        Mark.SETTINGS_REJECTED);
    assertEquals(View.Network.OFFLINE, bad.network());
    assertEquals(7, bad.unsent());
    assertEquals(ClockMark.UNSURE, bad.clock());
    assertEquals(new Wording("Leser gestört. Konfig.-Fehler", "Leser gestört"), bad.notice());
    View.Idle unset = (View.Idle) view(new Screen.Idle(true, 0, false), ClockState.UNSET);
    assertEquals(ClockMark.UNSET, unset.clock());
    assertEquals(Wording.of("Uhrzeit unklar"), unset.notice());
  }

  @Test
  void aGreetingIsInTheWorkersLanguageAndTellsWhatIsMissing() {
    assertEquals(
        new View.Greeting("Ana", View.Direction.OUT, "SALIDA", "08:00", ClockMark.SURE,
            new Wording("Ya registrado. " + Words.of("es").get(Words.Phrase.OUT_MISSING), "Ya registrado")),
        view(Screens.accepted("Ana", "es", Kind.OUT, true, true), ClockState.SYNCHRONISED));
    assertEquals(ClockMark.UNSET,
        ((View.Greeting) view(Screens.untrusted(Screens.accepted("Ana", "es", Kind.IN, false, false)),
            ClockState.UNSET)).clock());
  }

  @Test
  void aRefusalSaysFirstWhatHappenedAndThenWhatToDo() {
    assertEquals(
        new View.Refusal(new Wording("NOT RECORDED", "NOT RECORDED!"),
            new Wording("Please tell your supervisor.", "Tell supervisor")),
        view(new Screen.Refused(Screens.FRONT, Screen.Refused.Reason.NOT_RECORDED, "en"), ClockState.SYNCHRONISED));
  }

  @Test
  void everyRefusalInEveryLanguageHasAnExplanation() {
    for (String language : Words.LANGUAGES) {
      for (Screen.Refused.Reason reason : Screen.Refused.Reason.values()) {
        View.Refusal refusal = (View.Refusal) view(new Screen.Refused(Screens.FRONT, reason, language),
            ClockState.SYNCHRONISED);
        assertFalse(refusal.explanation().absent(), language + " " + reason);
        assertTrue(Lines.width(refusal.title().brief()) <= 32, language + " " + refusal.title().brief());
      }
    }
  }

  @Test
  void inEveryLanguageTheShortDateFitsBesideTheTime() {
    for (String language : Words.LANGUAGES) {
      for (int day = 1; day <= 7; day++) {
        ZonedDateTime now = NOW.plusDays(day);
        View.Idle idle = (View.Idle) new ScreenViews(language, "").of(new Showing(new Screen.Idle(true, 0, true),
            Set.of(), now, ClockState.SYNCHRONISED, List.of(), java.util.Optional.empty()));
        assertTrue(Lines.width(idle.date().brief()) <= 10, language + " " + idle.date().brief());
      }
    }
  }

  @Test
  void aViewIsTheSameAfterItsWayThroughTheSocket() {
    ScreenViews views = new ScreenViews("pl", "gate");
    SampleScreens.at(NOW).values().forEach(sample -> {
      View view = views.of(sample);
      assertEquals(view, ViewJson.read(ViewJson.write(view)));
    });
  }

  /// What stands on a display of characters. Written anew by `-Dpunchpost.golden=write`: look at it before it is
  /// committed.
  @ParameterizedTest
  @CsvSource({"en,20,4", "de,20,4", "es,20,4", "pl,20,4", "en,16,2", "de,16,2", "es,16,2", "pl,16,2"})
  void everyScreenIsReadableOnADisplayOfCharacters(String language, int columns, int rows) throws IOException {
    Hd44780Simulator simulator = new Hd44780Simulator(columns, rows, Hd44780Rom.A00);
    ScreenViews views = new ScreenViews(language, "plant-a door-1");
    StringBuilder text = new StringBuilder();
    try (
        Hd44780 display = new Hd44780("panel", simulator.i2c(), new ManualTicker(), new ManualPause(new ManualTicker()),
            Hd44780Options.of(columns, rows))) {
      for (Map.Entry<String, Showing> sample : SampleScreens.at(NOW).entrySet()) {
        View view = views.of(sample.getValue());
        text.append("== ").append(sample.getKey()).append('\n');
        for (int page = 0; page < display.pages(view); page++) {
          display.show(view, page);
          simulator.text().forEach(row -> text.append('|').append(row).append("|\n"));
          text.append(page + 1 < display.pages(view) ? "--\n" : "");
        }
      }
    }
    Path file = GOLDEN.resolve(language + "-" + columns + "x" + rows + ".txt");
    if ("write".equals(System.getProperty("punchpost.golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertTrue(Files.exists(file), file + " is missing: run once with -Dpunchpost.golden=write");
    assertEquals(Files.readString(file), text.toString(), file + " differs");
  }
}
