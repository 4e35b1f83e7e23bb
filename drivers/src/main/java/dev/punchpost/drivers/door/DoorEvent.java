package dev.punchpost.drivers.door;

import java.time.Duration;

/// What happens at a door.
public sealed interface DoorEvent {
  /// When, on the clock of [dev.punchpost.hal.time.Ticker]: microseconds since boot.
  long atMicros();

  /// The relay lets people through.
  record Unlocked(Authorisation authorisation, Duration pulse, long atMicros) implements DoorEvent {}

  /// The relay is in its safe state again.
  record Locked(long atMicros) implements DoorEvent {}

  /// The button inside was pressed, and the relay has nothing to do with it ([DoorOptions.Exit#SHUNT]).
  record ExitRequested(long atMicros) implements DoorEvent {}

  /// The relay could not be driven: the door did what its wiring says.
  record RelayFailed(String reason, long atMicros) implements DoorEvent {}

  /// The door was opened by somebody who may.
  record Opened(Authorisation authorisation, long atMicros) implements DoorEvent {}

  /// Alarm: the door was opened by somebody who may not.
  record Forced(long atMicros) implements DoorEvent {}

  /// The door was open when we began to look.
  record FoundOpen(long atMicros) implements DoorEvent {}

  /// Alarm: the door has been open for too long.
  record HeldOpen(Duration openFor, long atMicros) implements DoorEvent {}

  /// The door is closed again.
  ///
  /// @param afterAlarm whether it had been forced or held
  record Closed(Duration openFor, boolean afterAlarm, long atMicros) implements DoorEvent {}

  /// Alarm: the contact says what no door can: cut or shorted.
  record ContactTampered(long atMicros) implements DoorEvent {}

  /// The contact makes sense again.
  record ContactRestored(long atMicros) implements DoorEvent {}
}
