package dev.punchpost.kiosk.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// TOML with the lines that are not TOML set aside, so that one slip does not hide the other mistakes of the file.
///
/// The parser's own recovery may drop everything after a slip, or blame innocent lines. So the first line it refuses
/// is reported, taken out, and the rest is parsed again.
///
/// @param table what could be read
/// @param faults what could not
/// @param brokenKeys keys on faulty lines: they are not missing, only unreadable
/// @param tornApart whether keys may have been lost or may have landed in another table
record TomlText(TomlTable table, List<Fault> faults, Set<String> brokenKeys, boolean tornApart) {
  /// A line that is not TOML.
  record Fault(int line, String found, String expected) {}

  /// Bounds the time for a file that is no configuration at all.
  private static final int ROUNDS = 50;
  private static final int LONGEST_REPAIRED = 64 * 1024;

  private static final String UNEXPECTED = "Unexpected ";
  private static final Pattern EXPECTATION = Pattern.compile(UNEXPECTED + "(.*), expected (.*)", Pattern.DOTALL);
  private static final Pattern DEFINED_TWICE = Pattern.compile("(.*) previously defined at line (\\d+), column \\d+");
  private static final Pattern NOT_A = Pattern
      .compile("(.*) is not (?:a table|an array) \\(previously defined at line (\\d+), column \\d+\\)");
  private static final Pattern KEY = Pattern.compile("\\s*[\"']?([A-Za-z0-9_-]+)[\"']?\\s*(?:=.*)?");
  private static final Pattern HEADER = Pattern.compile("\\s*(\\[\\[?)\\s*([A-Za-z0-9_.-]+).*");

  static TomlText parse(String text) {
    String[] original = text.split("\n", -1);
    String[] lines = original.clone();
    List<Fault> faults = new ArrayList<>();
    Set<String> brokenKeys = new HashSet<>();
    boolean tornApart = false;
    int rounds = text.length() <= LONGEST_REPAIRED ? ROUNDS : 1;
    for (int round = 1;; round++) {
      TomlParseResult result;
      try {
        result = Toml.parse(String.join("\n", lines));
      } catch (StackOverflowError e) {
        faults.add(new Fault(1, "brackets within brackets without end", "TOML"));
        return new TomlText(Toml.parse(""), faults, brokenKeys, true);
      } catch (RuntimeException e) {
        faults.add(new Fault(1, "text that the TOML parser gave up on", "TOML"));
        return new TomlText(Toml.parse(""), faults, brokenKeys, true);
      }
      List<TomlParseError> slips = result.errors().stream().filter(e -> message(e).startsWith(UNEXPECTED)).toList();
      List<TomlParseError> reported = slips.isEmpty() || round == rounds
          ? result.errors()
          : List.of(slips.getFirst());
      for (TomlParseError error : reported) {
        int line = Math.clamp(error.position().line(), 1, original.length);
        faults.add(fault(error, line, original));
        String shown = original[line - 1].strip();
        Matcher key = KEY.matcher(shown);
        if (key.matches()) {
          brokenKeys.add(key.group(1));
        } else if (slips.isEmpty() || !HEADER.matcher(shown).matches()) {
          tornApart = true;
        }
      }
      if (slips.isEmpty() || round == rounds) {
        return new TomlText(result, faults, brokenKeys, tornApart || !slips.isEmpty());
      }
      if (!takeOut(slips.getFirst(), lines)) {
        return new TomlText(result, faults, brokenKeys, true);
      }
    }
  }

  /// Removes the slip, keeping the numbers of the lines. False if it is not clear where it ends.
  private static boolean takeOut(TomlParseError slip, String[] lines) {
    int index = slip.position().line() - 1;
    String expected = message(slip);
    boolean openBefore = expected.contains("expected ] or a newline") || expected.contains("expected ], a comma");
    if (index < 0 || index >= lines.length || expected.contains("end of input, expected \"\"\"")
        || expected.contains("end of input, expected '''") || (openBefore && !lines[index].contains("["))) {
      return false;
    }
    Matcher header = HEADER.matcher(lines[index].strip());
    String repaired = "";
    if (header.matches()) {
      boolean array = header.group(1).length() == 2;
      repaired = (array ? "[[" : "[") + header.group(2) + (array ? "]]" : "]");
    }
    if (repaired.equals(lines[index])) {
      return false;
    }
    lines[index] = repaired;
    return true;
  }

  private static Fault fault(TomlParseError error, int line, String[] lines) {
    String message = message(error);
    String before = String.join("\n", Arrays.asList(lines).subList(0, line));
    boolean masked = Shown.assignsSecret(before);
    Matcher m = EXPECTATION.matcher(message);
    if (m.matches()) {
      String found = m.group(1);
      return new Fault(line, switch (found) {
        case "end of line" -> "the end of the line";
        case "end of input" -> "the end of the file";
        default -> masked ? Shown.MASK : Shown.plain(found);
      }, inPlainWords(m.group(2)));
    }
    m = DEFINED_TWICE.matcher(message);
    if (m.matches()) {
      return new Fault(line, Shown.plain(m.group(1)) + " a second time", "it once, as in line " + m.group(2));
    }
    m = NOT_A.matcher(message);
    if (m.matches()) {
      return new Fault(line, Shown.plain(m.group(1)) + " as a table",
          "what it is in line " + m.group(2) + ", or that line taken out");
    }
    return new Fault(line, masked ? Shown.MASK : "a value that is not TOML (" + Shown.plain(message) + ")",
        "a value as in TOML 1.0");
  }

  private static String inPlainWords(String expected) {
    return Shown.plain(expected
        .replace("', \", ''', \"\"\", a number, a boolean, a date/time, an array, or a table",
            "a value (text stands in quotes)")
        .replace("a-z, A-Z, 0-9, ', \", a table key, a newline, or end-of-input", "a key or a table header")
        .replace("a newline or end-of-input", "the end of the line")
        .replaceFirst("^(\"+|'+) or a character$", "a closing $1"));
  }

  private static String message(TomlParseError error) {
    String message = error.getMessage();
    return message == null ? "" : message;
  }
}
