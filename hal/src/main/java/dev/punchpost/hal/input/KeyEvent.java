package dev.punchpost.hal.input;

/// What happens at a keyboard.
public sealed interface KeyEvent {
  /// When, on the clock of [dev.punchpost.hal.time.Ticker]: microseconds since boot.
  long atMicros();

  /// A key went down. That it is held is not told again.
  ///
  /// @param code `KEY_…` of linux/input-event-codes.h: the place of the key, whatever is printed on it
  record Pressed(int code, long atMicros) implements KeyEvent {}

  /// A key came up.
  ///
  /// @param code as for [Pressed]
  record Released(int code, long atMicros) implements KeyEvent {}

  /// The kernel's buffer was full: an unknown number of events is missing here (`SYN_DROPPED`).
  record Lost(long atMicros) implements KeyEvent {}
}
