package dev.punchpost.kiosk.panel;

import static dev.punchpost.kiosk.panel.Screens.FRONT;
import static dev.punchpost.kiosk.panel.Screens.NOW;
import static dev.punchpost.kiosk.panel.Screens.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTextTest {
  private static final List<String> NAMES = List.of("A", "Ana", "Ana García", "Maximiliano Fernández de la Vega",
      "Wolfeschlegelsteinhausenbergerdorffwelch", "María-José Ñuñez-Åström Þorláksdóttir-Öztürk",
      "Петренко-Кобилянська Олександра Вікторівна", "\uD83D\uDE00".repeat(40),
      "e\u0301".repeat(40), "王小明王小明王小明王小明王小明王小明王小明", "\uD83D", "Ana\nLuisa\tPérez\u202E", "x ".repeat(40));

  private final ScreenText large = new ScreenText("en", 20, 4);
  private final ScreenText small = new ScreenText("en", 16, 2);

  @ParameterizedTest
  @CsvSource({"20,4", "16,2", "16,4", "20,2", "40,2", "21,8", "16,3"})
  void everyScreenFitsInEveryLanguage(int columns, int rows) {
    for (String language : Words.LANGUAGES) {
      ScreenText text = new ScreenText(language, columns, rows);
      for (String name : NAMES) {
        for (Screen screen : Screens.all(name, language)) {
          for (Set<Mark> marks : List.of(EnumSet.noneOf(Mark.class), EnumSet.allOf(Mark.class))) {
            List<String> lines = text.lines(screen, marks, NOW);
            assertEquals(rows, lines.size(), screen + " " + lines);
            for (String line : lines) {
              assertTrue(line.codePointCount(0, line.length()) <= columns, language + " " + screen + " " + lines);
              assertTrue(line.codePoints().noneMatch(c -> Character.isISOControl(c)
                  || Character.getType(c) == Character.SURROGATE || Character.getType(c) == Character.FORMAT), line);
              assertEquals(line.strip(), line);
            }
            assertFalse(lines.getFirst().isEmpty(), screen + " " + lines);
          }
        }
      }
    }
  }

  /// Texts are laid out as they stand in the properties, whole: nothing was cut to make it fit.
  @Test
  void noMessageLosesAWord() {
    for (String language : Words.LANGUAGES) {
      for (ScreenText text : List.of(new ScreenText(language, 20, 4), new ScreenText(language, 16, 2))) {
        Set<String> known = Set.copyOf(Arrays.stream(Words.Phrase.values())
            .map(p -> Words.of(language).get(p)).toList());
        for (Screen.Refused.Reason reason : Screen.Refused.Reason.values()) {
          String shown = joined(text.lines(new Screen.Refused(FRONT, reason, language), NOW));
          // What is wrong with a finger is said in two phrases.
          String hint = shown.replaceFirst("^" + Words.of(language).get(Words.Phrase.NOT_READ) + " ", "");
          assertTrue(known.contains(shown) || known.contains(hint), language + ": " + shown);
        }
        assertTrue(known.contains(joined(text.lines(new Screen.Wait(FRONT, true), NOW))), language);
        assertTrue(known.contains(joined(text.lines(new Screen.Wait(FRONT, false), NOW))), language);
      }
    }
  }

  @Test
  void aTickGreetsAndSaysWhichWayAndWhen() {
    assertEquals(List.of("Hola Ana", "ENTRADA 08:00", "", ""),
        large.lines(accepted("Ana", "es", Kind.IN, false, false), NOW));
    assertEquals(List.of("Tschüss", "Maximiliano F.", "GEHEN 08:00", ""),
        large.lines(accepted("Maximiliano Fernández", "de-AT", Kind.OUT, false, false), NOW));
    assertEquals(List.of("Witaj Ana", "PRZYJŚCIE 08:00"),
        small.lines(accepted("Ana", "pl", Kind.IN, false, false), NOW));
  }

  @Test
  void aTickOfAClockThatIsNotSetHasAMarkBesideItsTime() {
    assertEquals(List.of("Hola Ana", "ENTRADA 08:00 ?", "", ""),
        large.lines(Screens.untrusted(accepted("Ana", "es", Kind.IN, false, false)), NOW));
    assertEquals(List.of("Witaj Ana", "PRZYJŚCIE 08:00?"),
        small.lines(Screens.untrusted(accepted("Ana", "pl", Kind.IN, false, false)), NOW));
  }

  @Test
  void aRepeatedTapShowsTheFirstOnesTime() {
    assertEquals(List.of("Hello Ana", "IN 08:00", "Already recorded", ""),
        large.lines(accepted("Ana", "en", Kind.IN, true, false), NOW));
    assertEquals(List.of("Already recorded", "IN 08:00 Ana"),
        small.lines(accepted("Ana", "en", Kind.IN, true, false), NOW));
  }

  @Test
  void aMissingOutIsSaid() {
    assertEquals(List.of("Hello Ana", "IN 08:00", "Last OUT missing", ""),
        large.lines(accepted("Ana", "en", Kind.IN, false, true), NOW));
    assertEquals(List.of("Last OUT missing", "IN 08:00 Ana"),
        small.lines(accepted("Ana", "en", Kind.IN, false, true), NOW));
    assertEquals(List.of("Hello Ana", "IN 08:00", "Already recorded", "Last OUT missing"),
        large.lines(accepted("Ana", "en", Kind.IN, true, true), NOW));
  }

  @Test
  void whoIsInsideAlreadyIsToldSoAndThatTheDoorStaysShut() {
    Screen.Accepted repeated = accepted("Ana", "en", Kind.IN, true, false);
    assertEquals(List.of("Hello Ana", "IN 08:00", "Already inside", "Door stays shut"),
        large.lines(Screens.inside(repeated, Screen.Accepted.Passage.DENIED), NOW));
    assertEquals(List.of("Already inside", "IN 08:00 Ana"),
        small.lines(Screens.inside(repeated, Screen.Accepted.Passage.DENIED), NOW));
    assertEquals(List.of("Hello Ana", "IN 08:00", "Already inside", "Already recorded"),
        large.lines(Screens.inside(repeated, Screen.Accepted.Passage.WARNED), NOW));
  }

  @Test
  void theWorkersLanguageGoesBeforeTheTerminals() {
    ScreenText german = new ScreenText("de", 20, 4);

    assertEquals("Olá Ana", german.lines(accepted("Ana", "pt-BR", Kind.IN, false, false), NOW).getFirst());
    assertEquals("Hallo Ana", german.lines(accepted("Ana", "", Kind.IN, false, false), NOW).getFirst());
    assertEquals("Hallo Ana", german.lines(accepted("Ana", "ja", Kind.IN, false, false), NOW).getFirst());
    assertEquals("Hello Ana", new ScreenText("ja", 20, 4).lines(accepted("Ana", "!", Kind.IN, false, false), NOW)
        .getFirst());
  }

  @Test
  void namesAreShortenedAsPeopleDo() {
    assertEquals("Ana García", Lines.name("Ana  García ", 10));
    assertEquals("Ana G.", Lines.name("Ana García", 9));
    assertEquals("Ana L.", Lines.name("Ana García López", 9));
    assertEquals("Maximiliano", Lines.name("Maximiliano Fernández", 12));
    assertEquals("Maximil.", Lines.name("Maximiliano Fernández", 8));
    assertEquals("\uD83D\uDE00.", Lines.name("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 2));
    assertEquals("q\u0301.", Lines.name("q\u0301q\u0301q\u0301", 4), "a letter keeps its accent");
  }

  @Test
  void theIdleScreenShowsTimeAndMarks() {
    assertEquals(List.of("2026-11-20 08:05", "Present your badge", "", ""),
        large.lines(new Screen.Idle(true, 0, true), NOW));
    assertEquals(List.of("2026-11-20 08:05", "Present your badge", "Offline: 12", ""),
        large.lines(new Screen.Idle(false, 12, true), NOW));
    assertEquals(List.of("08:05 ?", "Present your badge", "Time not set", "To send: 12k"),
        large.lines(new Screen.Idle(true, 12_345, false), NOW));
    assertEquals(List.of("2026-11-20 08:05", "Reader error"),
        small.lines(new Screen.Idle(false, 12, true), EnumSet.allOf(Mark.class), NOW));
  }

  @Test
  void theTechnicianSeesFileAndLine() {
    assertEquals(List.of("Not set up", "punchpost.toml:7", "", ""),
        large.lines(new Screen.NotSetUp("punchpost.toml:7"), NOW));
    assertEquals(List.of("Settings error", "punchpost.toml:7"),
        small.lines(new Screen.ConfigurationRejected("punchpost.toml:7"), NOW));
    assertEquals("..punchpost.toml", small.lines(new Screen.NotSetUp("/etc/site-a/punchpost.toml"), NOW).get(1));
  }

  @Test
  void aLostReaderIsNamed() {
    assertEquals(List.of("Reader not working", "front", "", ""),
        large.lines(new Screen.ReaderState(new ReaderName("front"), false), NOW));
    assertEquals(List.of("Reader not", "working"),
        small.lines(new Screen.ReaderState(new ReaderName("front"), false), NOW));
  }

  @Test
  void aDisplayThatIsTooSmallIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ScreenText("en", 15, 2));
    assertThrows(IllegalArgumentException.class, () -> new ScreenText("en", 16, 1));
  }

  private static String joined(List<String> lines) {
    return String.join(" ", lines).strip();
  }
}
