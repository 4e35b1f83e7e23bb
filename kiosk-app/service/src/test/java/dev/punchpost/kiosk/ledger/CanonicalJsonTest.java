package dev.punchpost.kiosk.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Against the examples printed in RFC 8785.
class CanonicalJsonTest {
  @Test
  void theStringAndLiteralsOfSection322AreWrittenAsInTheRfc() {
    // The string and the literals of the sample object, without null and the numbers, which need floats.
    CanonicalJson json = CanonicalJson.object().put("string", "\u20ac$\u000f\nA'B\"\\\\\"/")
        .put("literals", CanonicalJson.array(List.of(CanonicalJson.of(true), CanonicalJson.of(false)))).build();
    assertEquals("{\"literals\":[true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}", json.text());
  }

  @Test
  void theUtf8BytesAreThoseOfSection324() {
    // Section 3.2.4, the part `"string":"..."` of the hexadecimal dump.
    byte[] expected = HexFormat.ofDelimiter(" ").parseHex("22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30 30 66"
        + " 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22");
    String text = CanonicalJson.object().put("string", "\u20ac$\u000f\nA'B\"\\\\\"/").build().text();
    assertArrayEquals(expected, text.substring(1, text.length() - 1).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void keysAreSortedByUtf16CodeUnitAsInSection323() {
    CanonicalJson json = CanonicalJson.object().put("\u20ac", "Euro Sign").put("\r", "Carriage Return")
        .put("\ufb33", "Hebrew Letter Dalet With Dagesh").put("1", "One").put("\ud83d\ude00", "Emoji: Grinning Face")
        .put("\u0080", "Control").put("\u00f6", "Latin Small Letter O With Diaeresis").build();
    assertEquals("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}", json.text());
  }

  @Test
  void controlCharactersHaveTheirShortFormOrFourLowerCaseHexDigits() {
    assertEquals("\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001a\\u001f\u007f\u2028\"",
        CanonicalJson.of("\u0000\u0001\b\t\n\u000b\f\r\u001a\u001f\u007f\u2028").text());
  }

  @Test
  void aLoneSurrogateIsRefused() {
    for (String bad : List.of("\ud83d", "\ude00", "\ud83dx", "\ude00\ud83d")) {
      assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(bad));
    }
  }

  @Test
  void integersReachToTheLastThatADoubleHoldsExactly() {
    assertEquals("9007199254740991", CanonicalJson.of(9_007_199_254_740_991L).text());
    assertEquals("-9007199254740991", CanonicalJson.of(-9_007_199_254_740_991L).text());
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(9_007_199_254_740_992L));
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(-9_007_199_254_740_992L));
  }

  @Test
  void aKeyMayNotComeTwice() {
    CanonicalJson.Members members = CanonicalJson.object().put("a", 1);
    assertThrows(IllegalArgumentException.class, () -> members.put("a", 2));
  }
}
