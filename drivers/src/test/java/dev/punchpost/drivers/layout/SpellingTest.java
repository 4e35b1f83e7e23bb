package dev.punchpost.drivers.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpellingTest {
  private final Spelling ascii = new Spelling(c -> c >= 0x20 && c < 0x7F);
  private final Spelling latin1 = new Spelling(c -> c >= 0x20 && c < 0x7F || c >= 0xA1 && c <= 0xFF);

  @Test
  void namesStayReadableWithAsciiOnly() {
    assertEquals("Lukasz Brzeczyszczykiewicz", ascii.of("Łukasz Brzęczyszczykiewicz"));
    assertEquals("Jose Nunez", ascii.of("José Núñez"));
    assertEquals("Mueller, Aerger, Grossmann", ascii.of("Müller, Ärger, Großmann"));
    assertEquals("Soren Aage", ascii.of("Søren Åage"));
    assertEquals("Yigit Isik", ascii.of("Yiğit Işık"));
    assertEquals("Dorde", ascii.of("Đorđe"));
  }

  @Test
  void greekAndCyrillicAreWrittenInLatinLetters() {
    assertEquals("Athina Papadopoulou", ascii.of("Αθηνά Παπαδοπούλου"));
    assertEquals("Ivan Shcherbakov", ascii.of("Иван Щербаков"));
  }

  @Test
  void aWordWithOneLetterThatTheDisplayLacksIsSpelledAsAWhole() {
    Spelling halfGreek = new Spelling(c -> c < 0x7F || "θηΑ".indexOf(c) >= 0);
    assertEquals("Athina", halfGreek.of("Αθηνά"));
    assertEquals("θη", halfGreek.of("θη"));
  }

  @Test
  void whatTheDisplayHasStays() {
    assertEquals("José Müller", latin1.of("José Müller"));
    assertEquals("José", latin1.of("Jose\u0301"));
    assertEquals("Lukasz", latin1.of("Łukasz"));
  }

  @Test
  void punctuationBecomesPlainAndTheRestAQuestionMark() {
    assertEquals("\"a\" - b... 5 EUR", ascii.of("„a“ – b… 5\u00A0€"));
    assertEquals("? ?", ascii.of("漢 \uD800"));
    assertEquals("a b", ascii.of("a\u0007\n\u200Bb"));
  }
}
