package dev.punchpost.kiosk.panel;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Breaks text into rows. A column is a code point of the composed form; what belongs together (a letter and its
/// accent, the two halves of a surrogate pair) is never parted.
final class Lines {
  private static final Pattern BLANKS = Pattern.compile("(?U)[\\s\\p{Cntrl}\\p{Cf}]+");
  private static final Pattern BLANK = Pattern.compile(" ");
  /// An extended grapheme cluster (Unicode annex 29).
  private static final Pattern CLUSTER = Pattern.compile("\\X");

  private Lines() {}

  /// Composed, on one line, without control characters and half surrogate pairs.
  static String plain(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints().forEach(c -> whole.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '?' : c));
    return BLANKS.matcher(Normalizer.normalize(whole, Normalizer.Form.NFC)).replaceAll(" ").strip();
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Rows of words; a word longer than a row goes on in the next.
  static List<String> wrapped(String text, int columns) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (String word : BLANK.split(plain(text), -1)) {
      String rest = word;
      if (!row.isEmpty() && width(row.toString()) + 1 + width(rest) <= columns) {
        row.append(' ').append(rest);
        continue;
      }
      if (!row.isEmpty()) {
        rows.add(row.toString());
        row.setLength(0);
      }
      while (width(rest) > columns) {
        String head = cut(rest, columns);
        rows.add(head);
        rest = rest.substring(head.length());
      }
      row.append(rest);
    }
    if (!row.isEmpty()) {
      rows.add(row.toString());
    }
    return rows;
  }

  /// A person's name in this width: the whole name, else first name and initial, else first name, else its beginning
  /// and a full stop.
  static String name(String name, int columns) {
    String whole = plain(name);
    if (width(whole) <= columns) {
      return whole;
    }
    String[] parts = BLANK.split(whole, -1);
    if (parts.length > 1) {
      String last = parts[parts.length - 1];
      String initial = parts[0] + " " + cut(last, 1) + ".";
      if (width(cut(last, 1)) == 1 && width(initial) <= columns) {
        return initial;
      }
    }
    return width(parts[0]) <= columns ? parts[0] : cut(parts[0], columns - 1) + ".";
  }

  /// The end of a text that does not fit: of a path, the file and the line.
  static List<String> end(String text, int columns, int rows) {
    List<String> all = wrapped(text, columns);
    if (all.size() <= rows) {
      return all;
    }
    String plain = plain(text);
    int from = plain.offsetByCodePoints(plain.length(), -Math.min(width(plain), columns * rows - 2));
    List<String> broken = new ArrayList<>();
    String rest = ".." + plain.substring(from);
    while (!rest.isEmpty() && broken.size() < rows) {
      String head = rest.substring(0, rest.offsetByCodePoints(0, Math.min(columns, width(rest))));
      broken.add(head.strip());
      rest = rest.substring(head.length());
    }
    return broken;
  }

  /// The beginning, at most this wide and at least one code point.
  private static String cut(String text, int columns) {
    int end = 0;
    var clusters = CLUSTER.matcher(text);
    while (clusters.find() && width(text.substring(0, clusters.end())) <= columns) {
      end = clusters.end();
    }
    return end > 0 ? text.substring(0, end) : text.substring(0, text.offsetByCodePoints(0, Math.max(1, columns)));
  }
}
