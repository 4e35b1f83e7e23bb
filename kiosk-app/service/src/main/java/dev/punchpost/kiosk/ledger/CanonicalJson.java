package dev.punchpost.kiosk.ledger;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A JSON value in canonical form (RFC 8785, JCS): the same content gives the same bytes, so that entries can be
/// hashed, compared and published as they were stored.
///
/// Only what entries use: objects, arrays, strings, booleans and integers below 2^53. There are no floating-point
/// numbers, whose canonical form is most of that RFC, and no null: what is not known is left out. Immutable.
public final class CanonicalJson {
  /// The largest integer that every JSON reader understands exactly (RFC 8785, section 3.2.2.3; RFC 7493).
  public static final long LARGEST = (1L << 53) - 1;

  private final String text;

  private CanonicalJson(String text) {
    this.text = text;
  }

  /// @throws IllegalArgumentException for a lone surrogate (RFC 8785, section 3.2.2.2)
  public static CanonicalJson of(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2);
    quote(value, out);
    return new CanonicalJson(out.toString());
  }

  /// @throws IllegalArgumentException outside ±(2^53 - 1)
  public static CanonicalJson of(long value) {
    if (value > LARGEST || value < -LARGEST) {
      throw new IllegalArgumentException("integer beyond 2^53 - 1");
    }
    return new CanonicalJson(Long.toString(value));
  }

  public static CanonicalJson of(boolean value) {
    return new CanonicalJson(Boolean.toString(value));
  }

  /// An array in the order given.
  public static CanonicalJson array(Collection<CanonicalJson> values) {
    return new CanonicalJson(values.stream().map(CanonicalJson::text).collect(Collectors.joining(",", "[", "]")));
  }

  public static Members object() {
    return new Members();
  }

  /// The canonical text; its UTF-8 bytes are the canonical bytes.
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CanonicalJson that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The members of an object, collected in any order. One thread.
  public static final class Members {
    // String compares by UTF-16 code unit, which is the order RFC 8785, section 3.2.3 asks for.
    private final Map<String, CanonicalJson> members = new TreeMap<>();

    private Members() {}

    /// @throws IllegalArgumentException if the key is there already
    public Members put(String key, CanonicalJson value) {
      if (members.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException("key twice: " + key);
      }
      return this;
    }

    public Members put(String key, String value) {
      return put(key, of(value));
    }

    public Members put(String key, long value) {
      return put(key, of(value));
    }

    public Members put(String key, boolean value) {
      return put(key, of(value));
    }

    /// Where a member of this key would begin in the text of [#build()], if it were added now and is not the last.
    int placeOf(String key) {
      int place = 1;
      for (Map.Entry<String, CanonicalJson> member : members.entrySet()) {
        if (member.getKey().compareTo(key) >= 0) {
          return place;
        }
        // Two quotes, a colon and a comma; keys here are plain words.
        place += member.getKey().length() + member.getValue().text.length() + 4;
      }
      throw new IllegalArgumentException("no member would follow " + key);
    }

    public CanonicalJson build() {
      StringBuilder out = new StringBuilder(256).append('{');
      members.forEach((key, value) -> {
        if (out.length() > 1) {
          out.append(',');
        }
        quote(key, out);
        out.append(':').append(value.text);
      });
      return new CanonicalJson(out.append('}').toString());
    }
  }

  private static void quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xF, 16));
          } else if (!Character.isSurrogate(c)) {
            out.append(c);
          } else if (Character.isHighSurrogate(c) && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1))) {
            out.append(c).append(value.charAt(++i));
          } else {
            throw new IllegalArgumentException("lone surrogate in a string");
          }
        }
      }
    }
    out.append('"');
  }
}
