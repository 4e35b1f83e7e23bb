package dev.punchpost.hal.credential;

import java.util.regex.Pattern;

/// The name a reader has in the configuration: `[a-z0-9-]{1,31}`.
public record ReaderName(String value) {
  private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,31}");

  public ReaderName {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException("reader name must match [a-z0-9-]{1,31}");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
