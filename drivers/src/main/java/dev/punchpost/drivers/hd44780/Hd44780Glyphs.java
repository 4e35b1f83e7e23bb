package dev.punchpost.drivers.hd44780;

import dev.punchpost.drivers.layout.CellMark;

/// The marks as characters of our own: 5 by 8 dots, one for each of the chip's eight places, in the order of
/// [CellMark]. The lowest row is where the cursor would be.
final class Hd44780Glyphs {
  private static final String[] ROWS = {
    // IN: an arrow against a wall
    "....# ..#.# ...## ##### ...## ..#.# ....# .....",
    // OUT: an arrow away from a wall
    "#.... #.#.. ##... ##### ##... #.#.. #.... .....",
    // ONLINE: there and back
    "...#. ##### ...#. ..... .#... ##### .#... .....",
    // OFFLINE: the same, struck out
    "#..#. ##### .#.#. ..#.. .#.#. ##### .#..# .....",
    // UNSENT: a tray with an arrow up
    "..#.. .###. #.#.# ..#.. ..#.. #...# ##### .....",
    // UNSURE: about
    "..... .#..# #.##. ..... .#..# #.##. ..... .....",
    // REFUSED: a cross
    "..... #...# .#.#. ..#.. .#.#. #...# ..... .....",
    // BLOCK: all dots
    "##### ##### ##### ##### ##### ##### ##### #####"};

  private Hd44780Glyphs() {}

  /// The rows of all eight, as the chip's memory has them.
  static byte[] memory() {
    byte[] memory = new byte[64];
    for (int glyph = 0; glyph < ROWS.length; glyph++) {
      String[] rows = ROWS[glyph].split(" ", -1);
      for (int row = 0; row < 8; row++) {
        memory[glyph * 8 + row] = (byte) Integer.parseInt(rows[row].replace('.', '0').replace('#', '1'), 2);
      }
    }
    return memory;
  }

  /// The code of a mark; 8 to 15 show the same as 0 to 7, and 0 ends a text in many a tool that looks at the line.
  static int code(CellMark mark) {
    return 8 + mark.ordinal();
  }
}
