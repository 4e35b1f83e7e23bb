package dev.punchpost.hal.credential;

import dev.punchpost.hal.HalException;

/// What happens at a reader.
public sealed interface ReaderEvent {
  ReaderName reader();

  /// When it happened, as the [dev.punchpost.hal.time.Ticker] saw it: microseconds since boot.
  long atMicros();

  /// A badge came into the field; told once for each presentation, however long it is held.
  record Presented(ReaderName reader, long atMicros, Credential credential) implements ReaderEvent {}

  /// Something is in the field that is no credential, and the worker must be told why. Told once for each presentation;
  /// nothing is recorded.
  record Unreadable(ReaderName reader, long atMicros, Reason reason) implements ReaderEvent {}

  /// Why a card in the field was not accepted.
  enum Reason {
    /// More than one card: one card please.
    SEVERAL_CARDS,
    /// The card makes up a new number each time, as phones do: it is no identity.
    RANDOM_UID,
    /// The card says it is one of ours and could not prove it.
    NOT_AUTHENTIC,
    /// The card was taken away while it was read: hold it longer.
    TAKEN_TOO_SOON,
    /// The finger is too dry or too light.
    PRESS_HARDER,
    /// The finger is too wet.
    DRY_THE_FINGER,
    /// The finger moved.
    HOLD_STILL,
    /// Too small a part of the finger is on the sensor.
    MOVE_TO_THE_CENTRE,
    /// No image of the finger came about.
    PRESS_AGAIN
  }

  /// The badge left the field.
  record Removed(ReaderName reader, long atMicros) implements ReaderEvent {}

  /// The reader stopped working. Nothing more comes from it until [Recovered].
  ///
  /// @param kind what is wrong
  /// @param detail for a technician: names the port, never a card
  record Faulted(ReaderName reader, long atMicros, HalException.Kind kind, String detail) implements ReaderEvent {}

  /// The reader works again.
  record Recovered(ReaderName reader, long atMicros) implements ReaderEvent {}
}
