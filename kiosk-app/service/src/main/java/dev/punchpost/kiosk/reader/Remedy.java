package dev.punchpost.kiosk.reader;

import java.util.Optional;

/// What can be tried with a reader that does not come back by opening it again, such as a USB reset. On the reader's own
/// thread, while its driver is closed.
@FunctionalInterface
public interface Remedy {
  /// There is none.
  Remedy NONE = Optional::empty;

  /// Tries it.
  ///
  /// @return what was done, for the log; empty if nothing could be
  /// @throws dev.punchpost.hal.HalException if it was refused
  Optional<String> apply();
}
