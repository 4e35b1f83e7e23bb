package dev.punchpost.kiosk.pin;

import java.util.regex.Pattern;

/// A PIN as it was typed: 4 to 12 digits. Shows nothing of itself.
public record Pin(String digits) {
  private static final Pattern VALID = Pattern.compile("[0-9]{4,12}");

  /// @throws IllegalArgumentException in words that do not repeat it
  public Pin {
    if (!VALID.matcher(digits).matches()) {
      throw new IllegalArgumentException("a PIN is 4 to 12 digits");
    }
  }

  /// Whether it is among the first that anybody tries: all digits the same, or a run such as 1234 or 9876.
  public boolean plain() {
    int step = digits.charAt(1) - digits.charAt(0);
    boolean even = true;
    for (int i = 1; i < digits.length(); i++) {
      even &= digits.charAt(i) - digits.charAt(i - 1) == step;
    }
    return even && Math.abs(step) <= 1;
  }

  @Override
  public String toString() {
    return "Pin";
  }
}
