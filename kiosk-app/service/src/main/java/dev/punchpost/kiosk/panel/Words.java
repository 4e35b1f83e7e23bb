package dev.punchpost.kiosk.panel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/// What the panel says, in one language. Immutable.
///
/// The words stand in `words_xx.properties` beside this class. A word with a short form has it under `key.short`, for
/// displays with two rows of sixteen characters; the tests prove that every word fits.
public final class Words {
  /// Languages that the panel speaks.
  public static final List<String> LANGUAGES = List.of("en", "de", "es", "fr", "it", "nl", "pl", "pt", "tr", "uk");

  /// What there is to say.
  enum Phrase {
    HELLO,
    GOODBYE,
    IN,
    OUT,
    ALREADY_RECORDED,
    OUT_MISSING,
    UNIDENTIFIED,
    UNIDENTIFIED_SHORT,
    NOT_RECORDED,
    NOT_RECORDED_SHORT,
    STORE_FULL,
    STORE_FULL_SHORT,
    ONE_CARD,
    ONE_CARD_SHORT,
    NO_IDENTITY,
    NO_IDENTITY_SHORT,
    NOT_GENUINE,
    NOT_GENUINE_SHORT,
    HOLD_LONGER,
    HOLD_LONGER_SHORT,
    TOKEN_UNCHECKED,
    TOKEN_UNCHECKED_SHORT,
    FINGER_UNKNOWN,
    FINGER_UNKNOWN_SHORT,
    NOT_READ,
    PRESS_HARDER,
    DRY_THE_FINGER,
    HOLD_STILL,
    MOVE_TO_THE_CENTRE,
    PRESS_AGAIN,
    LEARNING,
    LEARNING_SHORT,
    /// At most 16 characters.
    MOMENT,
    WAIT,
    WAIT_SHORT,
    READER_LOST,
    READER_FOUND,
    NOT_SET_UP,
    SETTINGS_REJECTED,
    PRESENT_BADGE,
    CLOCK_NOT_SET,
    OFFLINE,
    WAITING,
    SETTINGS_ERROR,
    READER_ERROR,
    HERE_I_AM,
    MESSAGE,
    ENTER_NUMBER,
    ENTER_PIN,
    CHECKING,
    BADGE_OR_NUMBER,
    DOOR,
    DOOR_OPEN,
    PIN_WRONG,
    PIN_WRONG_SHORT,
    PIN_LOCKED,
    PIN_LOCKED_SHORT,
    ENTRY_ENDED,
    ENTRY_ENDED_SHORT,
    NOT_ALLOWED,
    NOT_ALLOWED_SHORT,
    DOOR_FAULT,
    DOOR_FAULT_SHORT,
    ALREADY_INSIDE,
    DOOR_SHUT
  }

  private static final Map<String, Words> LOADED = new ConcurrentHashMap<>();

  private final String language;
  private final Map<Phrase, String> words = new EnumMap<>(Phrase.class);

  private Words(String language) {
    this.language = language;
    Properties properties = new Properties();
    String name = "words_" + language + ".properties";
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Phrase phrase : Phrase.values()) {
      String word = properties.getProperty(name(phrase));
      if (word == null) {
        throw new IllegalStateException(name + " lacks " + name(phrase));
      }
      words.put(phrase, word);
    }
  }

  /// The words of the first of these languages that the panel speaks, else English ones.
  ///
  /// @param tags BCP 47 tags such as `pl` or `pt-BR`; an empty or unknown one is passed over
  public static Words of(String... tags) {
    for (String tag : tags) {
      String language = Locale.forLanguageTag(tag).getLanguage();
      if (LANGUAGES.contains(language)) {
        return LOADED.computeIfAbsent(language, Words::new);
      }
    }
    return LOADED.computeIfAbsent("en", Words::new);
  }

  String language() {
    return language;
  }

  String get(Phrase phrase) {
    String word = words.get(phrase);
    if (word == null) {
      throw new IllegalStateException("the constructor has loaded every word");
    }
    return word;
  }

  /// A key as the properties spell it: `NOT_RECORDED_SHORT` is `not-recorded.short`.
  static String name(Phrase phrase) {
    String name = phrase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return name.endsWith("-short") ? name.substring(0, name.length() - "-short".length()) + ".short" : name;
  }
}
