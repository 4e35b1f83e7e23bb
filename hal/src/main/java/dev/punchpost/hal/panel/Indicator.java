package dev.punchpost.hal.panel;

/// Light and tone. One thread owns it.
public interface Indicator extends AutoCloseable {
  /// Starts the pattern and returns at once; a pattern that still plays is cut off.
  ///
  /// @throws dev.punchpost.hal.HalException if the device is broken
  void play(Signal signal);

  @Override
  void close();
}
