package dev.punchpost.kiosk.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// How a value of the file is shown to people: on one line, without control characters, and never a secret.
final class Shown {
  static final String MASK = "***";

  private static final int LONGEST = 80;
  private static final Set<String> SECRET_NAMES = Set.of("password", "pin", "secret", "key-material");
  private static final Pattern SECRET_ASSIGNED = Pattern
      .compile("(?i)(?:password|secret|\\bpin\\b|key-material)[\\w-]{0,64}[\"']?\\s{0,64}=");
  private static final Pattern USER_INFO = Pattern.compile("//.*@", Pattern.DOTALL);
  private static final String PEM = "-----BEGIN";

  private Shown() {}

  static boolean secretName(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return SECRET_NAMES.contains(name) || name.contains("password") || name.contains("secret");
  }

  /// Whether a text assigns a secret, in which case no fragment of it after that place may be repeated.
  static boolean assignsSecret(String text) {
    return SECRET_ASSIGNED.matcher(text).find() || text.contains(PEM);
  }

  /// What was found under a key, for a mistake: cut to a line's length.
  static String found(String key, Object value) {
    if (value instanceof TomlTable) {
      return "a table";
    }
    if (value instanceof TomlArray) {
      return "an array";
    }
    if (secretName(key)) {
      return MASK;
    }
    if (value instanceof String text) {
      // A text that was never closed has swallowed the lines after it.
      if (assignsSecret(text)) {
        return MASK;
      }
      String open = USER_INFO.matcher(text).replaceFirst("//" + MASK + "@");
      return open.codePointCount(0, open.length()) <= LONGEST
          ? quoted(open)
          : quoted(open.substring(0, open.offsetByCodePoints(0, LONGEST)) + "…");
    }
    return plain(value.toString());
  }

  /// A value as TOML (version 1.0.0, "String", "Array").
  static String toml(Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case TomlArray array ->
        array.toList().stream().map(Shown::toml).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }

  /// A TOML basic string.
  static String quoted(String text) {
    return "\"" + escaped(text, true) + "\"";
  }

  /// Text without quotes, control and direction characters escaped.
  static String plain(String text) {
    return escaped(text, false);
  }

  private static String escaped(String text, boolean quotes) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    text.codePoints().forEach(c -> {
      switch (c) {
        case '"' -> out.append(quotes ? "\\\"" : "\"");
        case '\\' -> out.append(quotes ? "\\\\" : "\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // FORMAT characters reorder what a terminal shows, so that a line could lie about the file.
          int type = Character.getType(c);
          if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE) {
            out.append(c > 0xFFFF
                ? String.format(Locale.ROOT, "\\U%08X", c)
                : String.format(Locale.ROOT, "\\u%04X", c));
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    });
    return out.toString();
  }
}
