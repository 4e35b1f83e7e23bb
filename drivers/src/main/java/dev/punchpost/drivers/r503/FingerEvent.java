package dev.punchpost.drivers.r503;

import dev.punchpost.drivers.r503.Capture.Hint;

/// What happens at the sensor while it waits for workers.
public sealed interface FingerEvent {
  /// When, on the clock of [dev.punchpost.hal.time.Ticker]: microseconds since boot.
  long atMicros();

  /// The finger is in the library.
  ///
  /// @param place where
  /// @param score how well it matches, as the module counts; more is better
  record Matched(int place, int score, long atMicros) implements FingerEvent {}

  /// The finger is good, and not in the library.
  record NotMatched(long atMicros) implements FingerEvent {}

  /// The finger cannot be read; it may go on pressing. Each hint is told once for each touch.
  record Poor(Hint hint, long atMicros) implements FingerEvent {}

  /// The finger has left the sensor.
  record Lifted(long atMicros) implements FingerEvent {}
}
