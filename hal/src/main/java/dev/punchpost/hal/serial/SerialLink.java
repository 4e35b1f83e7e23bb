package dev.punchpost.hal.serial;

import java.time.Duration;

/// An open serial line. One thread owns it, except that [#close()] may come from any thread and ends a blocked read.
///
/// ## For driver authors
/// - A read gives what has arrived, at least one byte: frames come in pieces, and several may come at once.
/// - Silence is 0, not an error. A line that is gone throws, every time, until it is closed and opened anew.
/// - Never write on the punch thread: a stalled peer may block a write for longer than its time-out.
///
/// ## For implementers
/// - No busy loop: a read with nothing to give waits for its whole time-out.
/// - Report a vanished device as [dev.punchpost.hal.HalException.Kind#NO_DEVICE].
public interface SerialLink extends AutoCloseable {
  /// Waits for bytes.
  ///
  /// @param buffer where they go, from index 0; not empty
  /// @param timeout how long to wait for the first byte; positive
  /// @return how many were read, 0 if none came in time
  /// @throws dev.punchpost.hal.HalException NO_DEVICE if the device has vanished, IO if the line is broken or closed
  int read(byte[] buffer, Duration timeout);

  /// Hands all bytes to the operating system.
  ///
  /// @throws dev.punchpost.hal.HalException as for [#read]; TIMEOUT if the peer does not take them
  void write(byte[] bytes);

  /// Drops what has arrived and was not read.
  void discardInput();

  /// Gives the device back. Idempotent; never throws.
  @Override
  void close();
}
