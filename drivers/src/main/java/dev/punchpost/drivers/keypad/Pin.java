package dev.punchpost.drivers.keypad;

import java.util.Arrays;

/// Digits that somebody typed and that nobody else may see. They are overwritten by [#close()]: use it in a
/// `try`. One thread owns it.
public final class Pin implements AutoCloseable {
  private final char[] digits;

  Pin(char[] digits) {
    this.digits = digits;
  }

  /// A copy, which the caller overwrites.
  public char[] digits() {
    return digits.clone();
  }

  public int length() {
    return digits.length;
  }

  @Override
  public void close() {
    Arrays.fill(digits, '\0');
  }

  /// Not even its length.
  @Override
  public String toString() {
    return "Pin(hidden)";
  }
}
