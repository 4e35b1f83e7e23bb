package dev.punchpost.hal.gpio;

import java.time.Duration;

/// A pin that somebody else drives. One thread owns it.
///
/// It tells levels, not edges: pulses shorter than a millisecond may be missed and must not be counted with it.
public interface InputPin extends AutoCloseable {
  /// The level now.
  ///
  /// @throws dev.punchpost.hal.HalException IO if the pin cannot be read
  boolean high();

  /// Waits for a level; returns at once if the pin has it already.
  ///
  /// @param timeout longest wait; positive
  /// @return false if the level did not come in time, or the thread was interrupted (its flag stays set)
  /// @throws dev.punchpost.hal.HalException IO if the pin cannot be read
  boolean await(boolean high, Duration timeout);

  /// Gives the pin back. Idempotent; never throws.
  @Override
  void close();
}
