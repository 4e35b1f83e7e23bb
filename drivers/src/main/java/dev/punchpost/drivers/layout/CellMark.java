package dev.punchpost.drivers.layout;

/// The marks in a display of characters. [CellLayout] writes each as one character, which the display shows as it can.
public enum CellMark {
  IN('⇥', '>'),
  OUT('⇤', '<'),
  ONLINE('⇄', '+'),
  OFFLINE('⇎', '!'),
  /// Stands before the number of entries not delivered yet.
  UNSENT('⇪', '^'),
  /// Stands before a time that is not synchronised.
  UNSURE('≈', '~'),
  /// Stands before a refusal.
  REFUSED('✗', 'X'),
  /// A piece of a bar.
  BLOCK('█', '#');

  private final char symbol;
  private final char ascii;

  CellMark(char symbol, char ascii) {
    this.symbol = symbol;
    this.ascii = ascii;
  }

  /// How it stands in the rows of a layout.
  public char symbol() {
    return symbol;
  }

  /// What comes nearest on a display that has nothing else.
  public char ascii() {
    return ascii;
  }
}
