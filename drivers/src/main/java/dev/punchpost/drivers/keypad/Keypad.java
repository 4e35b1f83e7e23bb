package dev.punchpost.drivers.keypad;

import java.time.Duration;
import java.util.Optional;

/// Where workers type: a matrix on pins, a USB keypad, an OSDP reader's. One thread owns it, except that [#close()] may
/// come from any thread.
public interface Keypad extends AutoCloseable {
  /// Waits for the next key.
  ///
  /// @param timeout longest wait; zero only looks
  /// @return empty if none was pressed in that time
  /// @throws dev.punchpost.hal.HalException if the keypad is broken or gone
  Optional<KeypadPress> next(Duration timeout);

  /// Gives the device back. Idempotent; never throws.
  @Override
  void close();
}
