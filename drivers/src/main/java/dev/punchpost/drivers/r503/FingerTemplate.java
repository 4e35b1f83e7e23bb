package dev.punchpost.drivers.r503;

import java.util.Arrays;

/// What a module knows of a finger. Biometric data: never in a log, a message or an exception; `toString` shows its
/// length only. Immutable.
///
/// @param bytes as the module sends it, 1 .. 8192: 512 bytes on R30x, 768 or 1536 on R503
public record FingerTemplate(byte[] bytes) {
  public FingerTemplate {
    if (bytes.length == 0 || bytes.length > 8_192) {
      throw new IllegalArgumentException("template of " + bytes.length + " bytes, expected 1 to 8192");
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FingerTemplate that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "FingerTemplate[" + bytes.length + " bytes]";
  }
}
