package dev.punchpost.drivers.keypad;

import java.util.Arrays;
import java.util.List;

/// Which key is where in a matrix.
///
/// @param rows from top to bottom, each from left to right; 1 .. 8 of one length of 1 .. 8
public record KeypadLayout(List<List<Key>> rows) {
  public KeypadLayout {
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.isEmpty() || rows.size() > 8 || rows.getFirst().isEmpty() || rows.getFirst().size() > 8) {
      throw new IllegalArgumentException("keypad of " + rows.size() + " rows, expected 1 to 8 of 1 to 8 keys");
    }
    int columns = rows.getFirst().size();
    if (!rows.stream().allMatch(row -> row.size() == columns)) {
      throw new IllegalArgumentException("the rows of a keypad have one length");
    }
    List<Key> keys = rows.stream().flatMap(List::stream).toList();
    if (keys.stream().distinct().count() < keys.size()) {
      throw new IllegalArgumentException("a key is twice in the layout of a keypad");
    }
  }

  /// The usual membrane: `A` to `D` are F1 to F4, `*` clears, `#` enters.
  public static KeypadLayout fourByFour() {
    return of("1 2 3 F1", "4 5 6 F2", "7 8 9 F3", "clear 0 enter F4");
  }

  /// The same without function keys.
  public static KeypadLayout fourByThree() {
    return of("1 2 3", "4 5 6", "7 8 9", "clear 0 enter");
  }

  /// @param rows keys as [Key#parse] reads them, with blanks between them
  /// @throws IllegalArgumentException with what is expected
  public static KeypadLayout of(String... rows) {
    return new KeypadLayout(Arrays.stream(rows)
        .map(row -> Arrays.stream(row.strip().split(" +", -1)).map(Key::parse).toList()).toList());
  }

  int columns() {
    return rows.getFirst().size();
  }

  Key key(int row, int column) {
    return rows.get(row).get(column);
  }
}
