package dev.punchpost.drivers.r503;

import dev.punchpost.drivers.r503.Capture.Hint;

/// What an [Enrolment] wants next, or what came of it.
public sealed interface EnrolStep {
  /// Put the finger on the sensor.
  ///
  /// @param press which one, from 1
  /// @param of how many there will be
  record Press(int press, int of) implements EnrolStep {}

  /// That one cannot be used; try again at once.
  record Poor(Hint hint, int press) implements EnrolStep {}

  /// Good: lift the finger.
  record Lift(int press) implements EnrolStep {}

  /// The presses are not of one finger, or too different: it begins anew.
  record Mismatch() implements EnrolStep {}

  /// The end: this finger is in the library already. Nothing was stored.
  ///
  /// @param place where it is
  /// @param score how well it matches
  record Known(int place, int score) implements EnrolStep {}

  /// The end: no place is free. Nothing was stored.
  ///
  /// @param capacity places of the module, all taken
  record Full(int capacity) implements EnrolStep {}

  /// The end: done.
  ///
  /// @param template for the store
  record Stored(int place, FingerTemplate template) implements EnrolStep {}

  /// Whether nothing follows.
  default boolean last() {
    return switch (this) {
      case Known _,Full _,Stored _ -> true;
      case Press _,Poor _,Lift _,Mismatch _ -> false;
    };
  }
}
