package dev.punchpost.kiosk.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.panel.Words.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void everyLanguageHasEveryWordAndNoOther() throws IOException {
    TreeSet<String> keys = Arrays.stream(Phrase.values()).map(Words::name)
        .collect(Collectors.toCollection(TreeSet::new));
    for (String language : Words.LANGUAGES) {
      Properties properties = new Properties();
      try (InputStream in = Words.class.getResourceAsStream("words_" + language + ".properties")) {
        properties.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
      }
      assertEquals(keys, new TreeSet<>(properties.stringPropertyNames()), language);
      for (String key : keys) {
        String word = properties.getProperty(key);
        assertFalse(word.isBlank(), language + " " + key);
        assertTrue(Normalizer.isNormalized(word, Normalizer.Form.NFC), language + " " + key);
      }
    }
  }

  @Test
  void wordsForTheSmallestDisplayFitOneRow() {
    for (String language : Words.LANGUAGES) {
      Words words = Words.of(language);
      for (Phrase phrase : new Phrase[]{Phrase.ALREADY_RECORDED, Phrase.OUT_MISSING, Phrase.CLOCK_NOT_SET,
        Phrase.SETTINGS_ERROR, Phrase.READER_ERROR, Phrase.ALREADY_INSIDE, Phrase.DOOR_SHUT}) {
        assertTrue(Lines.width(words.get(phrase)) <= 16, language + " " + words.get(phrase));
      }
      for (Phrase phrase : new Phrase[]{Phrase.IN, Phrase.OUT}) {
        assertTrue(Lines.width(words.get(phrase) + " 08:00") <= 16, language + " " + words.get(phrase));
      }
      for (Phrase phrase : new Phrase[]{Phrase.OFFLINE, Phrase.WAITING}) {
        assertTrue(Lines.width(words.get(phrase) + " 9999") <= 16, language + " " + words.get(phrase));
      }
    }
  }

  @Test
  void regionsAndUnknownLanguagesFallBack() {
    assertEquals("pt", Words.of("pt-BR").language());
    assertEquals("nl", Words.of("", "xx", "nl").language());
    assertEquals("en", Words.of("", "not a tag").language());
    assertEquals("en", Words.of().language());
  }
}
