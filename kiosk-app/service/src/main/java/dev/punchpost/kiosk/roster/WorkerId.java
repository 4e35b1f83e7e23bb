package dev.punchpost.kiosk.roster;

import java.util.regex.Pattern;

/// A worker's number in the customer's books: `[A-Za-z0-9._-]{1,32}`.
public record WorkerId(String value) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  public WorkerId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException("worker must match [A-Za-z0-9._-]{1,32}");
    }
  }

  /// Whether a text is one.
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
