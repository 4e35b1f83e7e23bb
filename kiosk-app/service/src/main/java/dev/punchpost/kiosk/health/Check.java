package dev.punchpost.kiosk.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/// One thing that `doctor` looked at.
///
/// @param name what, such as `reader front`
/// @param words what was found
/// @param advice what to do; empty when nothing is to be done
public record Check(String name, Level level, String words, String advice) {
  /// How bad it is.
  public enum Level {
    OK,
    /// Works, but somebody should look.
    WARN,
    /// Does not work.
    FAIL
  }

  static Check ok(String name, String words) {
    return new Check(name, Level.OK, words, "");
  }

  static Check warn(String name, String words, String advice) {
    return new Check(name, Level.WARN, words, advice);
  }

  static Check fail(String name, String words, String advice) {
    return new Check(name, Level.FAIL, words, advice);
  }

  /// @param json a JSON array of objects `name`, `level`, `words`, `advice` (that stay), else a line for each
  public static List<String> lines(List<Check> checks, boolean json) {
    if (!json) {
      return checks.stream().map(check -> String.format("%-4s  %s: %s%s", check.level, check.name, check.words,
          check.advice.isEmpty() ? "" : " -> " + check.advice)).toList();
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator array = new JsonFactory().createGenerator(text)) {
      array.useDefaultPrettyPrinter();
      array.writeStartArray();
      for (Check check : checks) {
        array.writeStartObject();
        array.writeStringField("name", check.name);
        array.writeStringField("level", check.level.name());
        array.writeStringField("words", check.words);
        array.writeStringField("advice", check.advice);
        array.writeEndObject();
      }
      array.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not throw
    }
    return text.toString().lines().toList();
  }
}
