package dev.punchpost.drivers.text;

import dev.punchpost.hal.credential.Credential;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How to understand the text that a reader sends or types for a badge. Immutable.
///
/// @param prefix text before the value, taken off; may be empty
/// @param suffix text after it, taken off; may be empty
/// @param pattern what is left must match as a whole; its group 1, if it has one, is the value
/// @param longest longest text in characters, 1 .. 4096
/// @param as what the value is
public record BadgeText(String prefix, String suffix, Pattern pattern, int longest, As as) {
  /// What the value is.
  public enum As {
    /// The text itself.
    TEXT,
    /// Ten hex characters.
    EM,
    /// 8, 14 or 20 hex characters.
    UID,
    /// `bits:facility:number` in decimal.
    WIEGAND,
    /// A canonical form with its own prefix, such as `em:0F002EC3E3`.
    AUTO
  }

  public BadgeText {
    if (longest < 1 || longest > 4096) {
      throw new IllegalArgumentException("longest line " + longest + ", expected 1 to 4096");
    }
  }

  /// Any text of up to 128 characters, nothing taken off.
  public static BadgeText any() {
    return new BadgeText("", "", Pattern.compile(".+"), 128, As.TEXT);
  }

  /// Reads a text.
  ///
  /// @return empty if it is too long, lacks prefix or suffix, does not match the pattern (or not within a million
  ///   steps) or is not what [#as] says
  public Optional<Credential> read(String text) {
    return text.length() > longest ? Optional.empty() : value(text).flatMap(this::credential);
  }

  private Optional<String> value(String text) {
    int end = text.length() - suffix.length();
    if (!text.startsWith(prefix) || !text.endsWith(suffix) || prefix.length() > end) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(new BoundedSteps(text.substring(prefix.length(), end)));
    try {
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.ofNullable(matcher.group(matcher.groupCount() == 0 ? 0 : 1));
    } catch (BoundedSteps.Exhausted | StackOverflowError e) {
      // A pattern that backtracks without end, or recurses for each character, must not take the reader down.
      return Optional.empty();
    }
  }

  private Optional<Credential> credential(String value) {
    try {
      return switch (as) {
        case TEXT -> Optional.of(new Credential.Text(value));
        case EM -> Optional.of(Credential.parse("em:" + value));
        case UID -> Optional.of(Credential.parse("uid:" + value));
        case WIEGAND -> Optional.of(Credential.parse("wiegand:" + value));
        case AUTO -> value.indexOf(':') < 0 ? Optional.empty() : Optional.of(Credential.parse(value));
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
