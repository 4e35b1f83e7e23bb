package dev.punchpost.hal.panel;

import java.util.List;

/// A display of characters. One thread owns it; it may be slow.
public interface TextDisplay extends AutoCloseable {
  int columns();

  int rows();

  /// Replaces the whole text. Lines that are too long are cut by the display, missing lines are blank.
  ///
  /// @throws dev.punchpost.hal.HalException if the display is broken
  void show(List<String> lines);

  @Override
  void close();
}
