package dev.punchpost.drivers.contact;

/// What an [AlarmContact] says.
public sealed interface AlarmEvent {
  /// When it was certain, on the clock of [dev.punchpost.hal.time.Ticker]: microseconds since boot.
  long atMicros();

  /// The cover was opened, the mains have failed: what the contact is there for.
  record Raised(long atMicros) implements AlarmEvent {}

  /// It is over.
  record Cleared(long atMicros) implements AlarmEvent {}
}
