package dev.punchpost.drivers.wedge;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// Which character a key means: the keyboard layout that the reader was set to. Immutable.
///
/// Keys are numbered as in linux/input-event-codes.h. Dead keys (accents that wait for a letter) have no character
/// here; the keypad has its digits whatever NumLock is.
public final class KeyMap {
  /// Which modifiers are held.
  enum Level {
    PLAIN,
    SHIFT,
    ALT_GR
  }

  /// A key that types a character.
  record Key(int code, Level level) {}

  // Rows of keys as they lie, by their codes: from the one left of 1, from Q, from A with the one beside Enter, and
  // from the one between left Shift and Z.
  private static final int[][] ROWS = {{41, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13},
    {16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27}, {30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 43},
    {86, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53}};
  private static final String KEYPAD_CHARACTERS = "0123456789./*-+";
  private static final int KEYPAD_DECIMAL = 83;
  private static final int[] KEYPAD = {82, 79, 80, 81, 75, 76, 77, 71, 72, 73, KEYPAD_DECIMAL, 98, 55, 74, 78};
  private static final int SPACE = 57;

  private final String name;
  private final Map<Key, Character> characters;

  private KeyMap(String name, Map<Key, Character> characters) {
    this.name = name;
    this.characters = Map.copyOf(characters);
  }

  /// A layout by its rows, in which a blank stands for no character. Each has up to 13, 12, 12 and 11 characters: the
  /// keys of an ISO keyboard from left to right, that beside Enter at the end of the third row, that beside left Shift
  /// at the beginning of the fourth.
  private static KeyMap of(String name, String[] plain, String[] shift, String[] altGr) {
    Map<Key, Character> characters = new HashMap<>();
    String[][] levels = {plain, shift, altGr};
    for (Level level : Level.values()) {
      String[] rows = levels[level.ordinal()];
      for (int row = 0; row < rows.length; row++) {
        for (int i = 0; i < rows[row].length(); i++) {
          if (rows[row].charAt(i) != ' ') {
            characters.put(new Key(ROWS[row][i], level), rows[row].charAt(i));
          }
        }
      }
    }
    for (Level level : new Level[]{Level.PLAIN, Level.SHIFT}) {
      characters.put(new Key(SPACE, level), ' ');
      for (int i = 0; i < KEYPAD.length; i++) {
        characters.put(new Key(KEYPAD[i], level), KEYPAD_CHARACTERS.charAt(i));
      }
    }
    return new KeyMap(name, characters);
  }

  /// USA, what nearly every reader has from the factory.
  public static KeyMap us() {
    return of("us", new String[]{"`1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", "<zxcvbnm,./"},
        new String[]{"~!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:\"|", ">ZXCVBNM<>?"}, new String[0]);
  }

  /// Germany (DIN 2137, T1).
  public static KeyMap de() {
    return of("de", new String[]{" 1234567890ß ", "qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-"},
        new String[]{"°!\"§$%&/()=? ", "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ'", ">YXCVBNM;:_"},
        new String[]{"  ²³   {[]}\\ ", "@ €        ~", "            ", "|      µ   "})
        .with(KEYPAD_DECIMAL, false, ',').with(KEYPAD_DECIMAL, true, ',');
  }

  /// France (the usual AZERTY of PCs): digits with Shift.
  public static KeyMap fr() {
    return of("fr", new String[]{"²&é\"'(-è_çà)=", "azertyuiop $", "qsdfghjklmù*", "<wxcvbn,;:!"},
        new String[]{" 1234567890°+", "AZERTYUIOP £", "QSDFGHJKLM%µ", ">WXCVBN?./§"},
        new String[]{"   #{[| \\^@]}", "  €        ¤", "            ", "           "});
  }

  /// A layout by its name in the configuration: `us`, `de` or `fr`.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  public static KeyMap named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "us" -> us();
      case "de" -> de();
      case "fr" -> fr();
      default -> throw new IllegalArgumentException("keyboard layout: expected us, de or fr");
    };
  }

  /// This layout with one key changed, for a reader with a peculiarity of its own.
  ///
  /// @param code `KEY_…`, 1 .. 767
  /// @param shift whether it is typed with Shift
  public KeyMap with(int code, boolean shift, char character) {
    if (code < 1 || code > 767) {
      throw new IllegalArgumentException("key code " + code + ", expected 1 to 767");
    }
    Map<Key, Character> changed = new HashMap<>(characters);
    changed.put(new Key(code, shift ? Level.SHIFT : Level.PLAIN), character);
    return new KeyMap(name, changed);
  }

  /// The character of a key; empty if it has none.
  OptionalInt character(int code, Level level) {
    Character character = characters.get(new Key(code, level));
    return character == null ? OptionalInt.empty() : OptionalInt.of(character);
  }

  /// The key that types a character, the one with the lowest code.
  ///
  /// @throws IllegalArgumentException if none does
  Key key(char character) {
    return characters.entrySet().stream().filter(entry -> entry.getValue() == character).map(Map.Entry::getKey)
        .min((a, b) -> Integer.compare(a.code(), b.code()))
        .orElseThrow(() -> new IllegalArgumentException("layout " + name + " cannot type such a character"));
  }

  @Override
  public String toString() {
    return name;
  }
}
