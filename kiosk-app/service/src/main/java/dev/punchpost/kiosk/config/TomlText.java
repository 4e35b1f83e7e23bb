package dev.punchpost.kiosk.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
/// @param setAside tables of the root that stand for refused headers: their keys belong nowhere
/// @param tornApart whether keys may have been lost or may have landed in another table
record TomlText(TomlTable table, List<Fault> faults, Set<String> brokenKeys, Set<String> setAside,
    boolean tornApart) {
  /// A line that is not TOML.
  record Fault(int line, String found, String expected) {}

  /// Bounds the time for a file that is no configuration at all.
  private static final int ROUNDS = 50;

  private static final String UNEXPECTED = "Unexpected ";
  private static final Pattern EXPECTATION = Pattern.compile(UNEXPECTED + "(.*), expected (.*)", Pattern.DOTALL);
  private static final Pattern DEFINED_TWICE = Pattern.compile("(.*) previously defined at line (\\d+), column \\d+");
  private static final Pattern NOT_A = Pattern
      .compile("(.*) is not (?:a table|an array) \\(previously defined at line (\\d+), column \\d+\\)");
  private static final Pattern KEY = Pattern.compile("[\"']?([A-Za-z0-9_-]+)[\"']?\\s*(?:=.*)?");
  private static final Pattern HEADER = Pattern.compile("(\\[\\[?)\\s*([A-Za-z0-9_.-]+).*");

  static TomlText parse(String text) {
    return new Repair(text).run();
  }

  /// The text while it is being repaired.
  private static final class Repair {
    private final String[] original;
    private final String[] lines;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> brokenKeys = new HashSet<>();
    private final Set<String> setAside = new HashSet<>();
    private final int firstSecret;
    private boolean tornApart;

    Repair(String text) {
      original = text.split("\n", -1);
      lines = original.clone();
      firstSecret = IntStream.range(0, lines.length).filter(i -> Shown.assignsSecret(lines[i])).findFirst()
          .orElse(lines.length);
    }

    TomlText run() {
      for (int round = 1; round <= ROUNDS; round++) {
        Optional<TomlParseResult> attempt = attempt(lines.length);
        if (attempt.isEmpty()) {
          if (round == ROUNDS || !takeOutWhatBreaksTheParser()) {
            break;
          }
          continue;
        }
        TomlParseResult result = attempt.get();
        Optional<TomlParseError> slip = round == ROUNDS ? Optional.empty() : slip(result.errors());
        if (slip.isEmpty()) {
          result.errors().forEach(this::report);
          return text(result);
        }
        report(slip.get());
        if (!takeOut(slip.get())) {
          tornApart = true;
          return text(result);
        }
      }
      faults.add(new Fault(1, "text that the TOML parser gives up on", "TOML"));
      tornApart = true;
      return text(Toml.parse(""));
    }

    private TomlText text(TomlTable table) {
      return new TomlText(table, faults, brokenKeys, setAside, tornApart);
    }

    /// Parses the first lines. Empty if the parser breaks down: it recurses into brackets, and trips over some broken
    /// escape sequences.
    private Optional<TomlParseResult> attempt(int count) {
      try {
        return Optional.of(Toml.parse(String.join("\n", Arrays.asList(lines).subList(0, count))));
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        return Optional.empty();
      }
    }

    /// What is to be repaired before anything after it can be believed: broken syntax, else a refused table header.
    private Optional<TomlParseError> slip(List<TomlParseError> errors) {
      return errors.stream().filter(e -> message(e).startsWith(UNEXPECTED)).findFirst()
          .or(() -> errors.stream().filter(e -> HEADER.matcher(lines[index(e)].strip()).matches()).findFirst());
    }

    private void report(TomlParseError error) {
      faults.add(fault(error, index(error) + 1, index(error) >= firstSecret));
      String line = original[index(error)].strip();
      Matcher key = KEY.matcher(line);
      if (key.matches()) {
        brokenKeys.add(key.group(1));
      } else if (!HEADER.matcher(line).matches()) {
        tornApart = true;
      }
    }

    /// Removes the slip, keeping the numbers of the lines. False if it is not clear where it ends.
    private boolean takeOut(TomlParseError slip) {
      int index = index(slip);
      String message = message(slip);
      boolean openBefore = message.contains("expected ] or a newline") || message.contains("expected ], a comma");
      if ((openBefore && !lines[index].contains("[")) || message.contains("end of input, expected \"\"\"")
          || message.contains("end of input, expected '''")) {
        return false;
      }
      Matcher header = HEADER.matcher(lines[index].strip());
      String repaired = "";
      if (header.matches()) {
        boolean array = header.group(1).length() == 2;
        repaired = (array ? "[[" : "[") + header.group(2) + (array ? "]]" : "]");
        if (!message.startsWith(UNEXPECTED)) {
          String name = "set-aside-in-line-" + (index + 1);
          setAside.add(name);
          repaired = "[" + name + "]";
        }
      }
      boolean changed = !repaired.equals(lines[index]);
      lines[index] = repaired;
      return changed;
    }

    /// Finds the line with which the parser begins to break down. False if it is none of them.
    private boolean takeOutWhatBreaksTheParser() {
      int whole = 0;
      int broken = lines.length;
      while (broken - whole > 1) {
        int middle = (whole + broken) / 2;
        if (attempt(middle).isPresent()) {
          whole = middle;
        } else {
          broken = middle;
        }
      }
      faults.add(new Fault(broken, "text that the TOML parser gives up on", "TOML"));
      Matcher key = KEY.matcher(lines[broken - 1].strip());
      if (key.matches()) {
        brokenKeys.add(key.group(1));
      }
      boolean changed = !lines[broken - 1].isEmpty();
      lines[broken - 1] = "";
      return changed;
    }

    private int index(TomlParseError error) {
      return Math.clamp(error.position().line(), 1, lines.length) - 1;
    }
  }

  /// @param masked whether a secret begins on this line or before, so that what was found may be a piece of it
  private static Fault fault(TomlParseError error, int line, boolean masked) {
    String message = message(error);
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
