package dev.punchpost.kiosk.punch;

import dev.punchpost.kiosk.ledger.Kind;
import java.util.Optional;

/// What somebody has chosen with a function key before being identified.
public enum Wish {
  /// Nothing: the rules decide.
  NONE,
  /// To come, whatever the last punch was.
  IN,
  /// To leave, likewise.
  OUT,
  /// The door, without a punch: for supervisors.
  DOOR;

  /// The direction that was chosen.
  Optional<Kind> kind() {
    return switch (this) {
      case IN -> Optional.of(Kind.IN);
      case OUT -> Optional.of(Kind.OUT);
      case NONE, DOOR -> Optional.empty();
    };
  }
}
