package dev.punchpost.kiosk.reader;

import dev.punchpost.hal.HalException;

/// Whether a reader works.
public sealed interface ReaderState {
  /// Since when, in microseconds since boot.
  long sinceMicros();

  /// Not opened yet.
  record Starting(long sinceMicros) implements ReaderState {}

  /// Badges are read.
  record Working(long sinceMicros) implements ReaderState {}

  /// It is looked for again and again.
  ///
  /// @param kind what is wrong now; may change while it is lost
  /// @param detail for a technician
  record Lost(long sinceMicros, HalException.Kind kind, String detail) implements ReaderState {}
}
