package dev.punchpost.drivers.r503;

/// What became of one look at the finger.
public sealed interface Capture {
  /// Its features are in the module's buffer.
  record Captured() implements Capture {}

  /// There is no finger.
  record NoFinger() implements Capture {}

  /// There is one, but its image is of no use.
  record Poor(Hint hint) implements Capture {}

  /// What the worker should do.
  enum Hint {
    /// Too dry or too light.
    PRESS_HARDER,
    /// Too wet: wipe it.
    DRY_THE_FINGER,
    /// Smeared: do not move.
    HOLD_STILL,
    /// Too small a part of the finger is on the sensor.
    MOVE_TO_THE_CENTRE,
    /// No image came about, for no reason that the module tells.
    PRESS_AGAIN
  }
}
