package dev.punchpost.hal.input;

import java.time.Duration;
import java.util.Optional;

/// A keyboard that belongs to this program alone: what is typed on it reaches no console and nobody else. One thread
/// owns it, except that [#close()] may come from any thread and ends a wait.
///
/// ## For driver authors
/// - Keys are places, not characters: which character a place means depends on the layout the device was set to.
/// - A keyboard that is gone throws, every time, until it is closed and opened anew.
///
/// ## For implementers
/// - No busy loop: a wait with nothing to give takes its whole time-out.
/// - Report a vanished device as [dev.punchpost.hal.HalException.Kind#NO_DEVICE].
public interface KeySource extends AutoCloseable {
  /// Waits for the next event.
  ///
  /// @param timeout longest wait; zero only looks
  /// @return empty if none came in that time
  /// @throws dev.punchpost.hal.HalException NO_DEVICE if the keyboard was unplugged, IO if it cannot be read or is
  ///   closed
  Optional<KeyEvent> next(Duration timeout);

  /// Lets go of the keyboard. Idempotent; never throws.
  @Override
  void close();
}
