package dev.punchpost.drivers.keypad;

/// A key of a keypad, whatever is printed on it. A digit may be one of a PIN: `toString` does not show which.
public sealed interface Key {
  /// @param value 0 .. 9
  record Digit(int value) implements Key {
    public Digit {
      if (value < 0 || value > 9) {
        throw new IllegalArgumentException("a digit is 0 to 9");
      }
    }

    @Override
    public String toString() {
      return "Digit";
    }
  }

  /// F1 to F4, which the configuration gives a meaning.
  ///
  /// @param number 1 .. 4
  record Function(int number) implements Key {
    public Function {
      if (number < 1 || number > 4) {
        throw new IllegalArgumentException("function key " + number + ", expected 1 to 4");
      }
    }
  }

  /// Takes back what was typed.
  record Clear() implements Key {}

  /// Ends what was typed.
  record Enter() implements Key {}

  /// A key as it is written in a configuration: `0` to `9`, `F1` to `F4`, `clear`, `enter`.
  ///
  /// @throws IllegalArgumentException with what is expected
  static Key parse(String text) {
    if (text.matches("[0-9]")) {
      return new Digit(text.charAt(0) - '0');
    }
    if (text.matches("[Ff][1-4]")) {
      return new Function(text.charAt(1) - '0');
    }
    return switch (text) {
      case "clear" -> new Clear();
      case "enter" -> new Enter();
      default -> throw new IllegalArgumentException("key: expected 0 to 9, F1 to F4, clear or enter");
    };
  }
}
