package dev.punchpost.drivers.layout;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/// Breaks text into rows of a width that somebody else measures. What belongs together (a letter and its accent, the
/// two halves of a surrogate pair) is never parted, and nothing is lost except by [#name]. Stateless.
public final class TextFlow {
  private static final Pattern BLANKS = Pattern.compile("(?U)[\\s\\p{Cntrl}\\p{Cf}]+");
  private static final Pattern BLANK = Pattern.compile(" ");
  /// After a hyphen between letters.
  private static final Pattern HYPHEN = Pattern.compile("(?<=\\p{L}-)(?=\\p{L})");
  /// An extended grapheme cluster (Unicode annex 29).
  private static final Pattern CLUSTER = Pattern.compile("\\X");

  private TextFlow() {}

  /// Composed, on one line, without control characters and half surrogate pairs.
  public static String plain(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints().forEach(c -> whole.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '?' : c));
    return BLANKS.matcher(Normalizer.normalize(whole, Normalizer.Form.NFC)).replaceAll(" ").strip();
  }

  /// Columns of a display of characters.
  static int columns(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Rows of words; a word wider than a row goes on in the next. No rows for an empty text.
  static List<String> wrap(String text, int width, ToIntFunction<String> measure) {
    List<String> rows = new ArrayList<>();
    String row = "";
    for (String word : BLANK.split(plain(text), -1)) {
      String between = " ";
      for (String part : HYPHEN.split(word, -1)) {
        String joined = row.isEmpty() ? part : row + between + part;
        between = "";
        if (measure.applyAsInt(joined) <= width) {
          row = joined;
          continue;
        }
        if (!row.isEmpty()) {
          rows.add(row);
        }
        String rest = part;
        while (!rest.isEmpty() && measure.applyAsInt(rest) > width) {
          String head = cut(rest, width, measure);
          rows.add(head);
          rest = rest.substring(head.length());
        }
        row = rest;
      }
    }
    if (!row.isEmpty()) {
      rows.add(row);
    }
    return rows;
  }

  /// Whether a wrapped text has to part a word other than at its hyphen.
  static boolean partsAWord(String text, int width, ToIntFunction<String> measure) {
    return BLANK.splitAsStream(plain(text)).flatMap(HYPHEN::splitAsStream)
        .anyMatch(part -> measure.applyAsInt(part) > width);
  }

  /// A person's name in so many rows: the whole name, else its first and last words, else first name and initial, else
  /// the first name, else that up to its hyphen, else its beginning and a full stop.
  static List<String> name(String name, int width, int rows, ToIntFunction<String> measure) {
    String whole = plain(name);
    for (String form : forms(whole)) {
      List<String> wrapped = wrap(form, width, measure);
      if (wrapped.size() <= rows && !partsAWord(form, width, measure)) {
        return wrapped;
      }
    }
    List<String> parted = wrap(whole, width, measure);
    if (parted.size() <= rows) {
      return parted;
    }
    String first = BLANK.split(whole, -1)[0];
    return measure.applyAsInt(first) <= width
        ? List.of(first)
        : List.of(cut(first, width - measure.applyAsInt("."), measure) + ".");
  }

  private static List<String> forms(String whole) {
    String[] parts = BLANK.split(whole, -1);
    String first = parts[0];
    List<String> forms = new ArrayList<>(List.of(whole));
    if (parts.length > 1) {
      String last = parts[parts.length - 1];
      forms.add(first + " " + last);
      forms.add(first + " " + initial(last));
      forms.add(first);
    }
    int hyphen = first.indexOf('-');
    if (hyphen > 0 && hyphen < first.length() - 1) {
      String brief = first.substring(0, hyphen + 1) + initial(first.substring(hyphen + 1));
      forms.add(brief);
      forms.add(first.substring(0, hyphen));
    }
    return forms;
  }

  private static String initial(String word) {
    var cluster = CLUSTER.matcher(word);
    return cluster.find() ? cluster.group() + "." : "";
  }

  /// The longest beginning that fits, at least one cluster.
  private static String cut(String text, int width, ToIntFunction<String> measure) {
    int end = 0;
    var clusters = CLUSTER.matcher(text);
    while (clusters.find() && (end == 0 || measure.applyAsInt(text.substring(0, clusters.end())) <= width)) {
      end = clusters.end();
    }
    return text.substring(0, end);
  }
}
