package dev.punchpost.drivers.layout;

/// What a layout must know of the letters. Any thread.
public interface Typeface {
  /// Heights of a row in pixels, ascending, at least one.
  int[] sizes();

  /// Pixels that a row of text takes.
  ///
  /// @param size one of [#sizes()]
  int width(String text, int size);
}
