package dev.punchpost.drivers.hd44780;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The characters in the chip (HD44780U data sheet, table 4). Which of the two a module has is not told by the chip and
/// seldom by the seller: almost all have A00.
public enum Hd44780Rom {
  /// Latin letters, Japanese, a few Greek and German ones.
  A00(
      // Only what reads as what it stands for; katakana is left out.
      "°\u00DFα\u00E0ä\u00E1β\u00E2ß\u00E2ε\u00E3μ\u00E4µ\u00E4σ\u00E5ρ\u00E6√\u00E8¢\u00EC£\u00EDñ\u00EEö\u00EF"
          + "θ\u00F2∞\u00F3Ω\u00F4ü\u00F5Σ\u00F6π\u00F7÷\u00FD·\u00A5→\u007E←\u007F¥\\",
      "\\~"),
  /// Latin letters of western Europe; capitals of Cyrillic that are not like Latin ones.
  A02(
      "Б\u0080Д\u0081Ж\u0082З\u0083И\u0084Й\u0085Л\u0086П\u0087У\u0088Ц\u0089Ч\u008AШ\u008BЩ\u008CЪ\u008DЫ\u008EЭ\u008F"
          + "α\u0090Γ\u0092π\u0093Σ\u0094σ\u0095τ\u0097θ\u0099Ω\u009Aδ\u009B∞\u009Cε\u009Eω\u00B8Ю\u00ACЯ\u00AD"
          + "μ\u00B5→\u001A←\u001B↑\u0018↓\u0019",
      "");

  private final Map<Integer, Integer> codes = new HashMap<>();

  /// @param pairs characters, each followed by its code
  /// @param without ASCII characters that are not at their places
  Hd44780Rom(String pairs, String without) {
    for (int c = 0x20; c < 0x7F; c++) {
      if (without.indexOf(c) < 0) {
        codes.put(c, c);
      }
    }
    if (without.isEmpty()) {
      // A02 from 0xA1 on is ISO 8859-1 but for these.
      for (int c = 0xA1; c <= 0xFF; c++) {
        if ("¨¬\u00AD¯´¸Ø°".indexOf(c) < 0) {
          codes.put(c, c);
        }
      }
      // The glyph is a circle with a stroke, whichever letter was meant; the degree sign is a raised o.
      codes.put((int) 'Ø', 0xD8);
      codes.put((int) '°', 0xB0);
    }
    for (int i = 0; i < pairs.length(); i += 2) {
      codes.put((int) pairs.charAt(i), (int) pairs.charAt(i + 1));
    }
  }

  boolean has(int codePoint) {
    return codes.containsKey(codePoint);
  }

  /// The code of a character that it has.
  Optional<Integer> code(int codePoint) {
    return Optional.ofNullable(codes.get(codePoint));
  }

  /// The character at a code, as it looks to a reader.
  Optional<String> character(int code) {
    return codes.entrySet().stream().filter(e -> e.getValue() == code).map(Map.Entry::getKey).sorted().findFirst()
        .map(Character::toString);
  }
}
