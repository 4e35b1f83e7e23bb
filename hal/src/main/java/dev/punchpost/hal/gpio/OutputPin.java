package dev.punchpost.hal.gpio;

/// A pin that we drive. One thread owns it.
public interface OutputPin extends AutoCloseable {
  /// Drives the pin.
  ///
  /// @param high true for the supply voltage, false for ground
  /// @throws dev.punchpost.hal.HalException IO if the pin cannot be driven
  void set(boolean high);

  /// Gives the pin back. Idempotent; never throws.
  @Override
  void close();
}
