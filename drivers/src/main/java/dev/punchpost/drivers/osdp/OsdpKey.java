package dev.punchpost.drivers.osdp;

import java.util.Arrays;
import java.util.HexFormat;

/// A secure channel base key (SCBK): AES-128. Never in a log: `toString` shows nothing of it.
public final class OsdpKey {
  /// SCBK-D, which every new reader has and everybody knows (annex D.2). It protects nothing; it only brings the own
  /// key into a reader while it is installed.
  public static final OsdpKey DEFAULT = OsdpKey.parse("303132333435363738393A3B3C3D3E3F");

  private final byte[] bytes;

  private OsdpKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param hex 32 hex characters
  /// @throws IllegalArgumentException if it is something else; the message does not repeat it
  public static OsdpKey parse(String hex) {
    if (hex.length() != 32 || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
      throw new IllegalArgumentException("an OSDP key has 32 hex characters (16 bytes)");
    }
    return new OsdpKey(HexFormat.of().parseHex(hex));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OsdpKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return equals(DEFAULT) ? "SCBK-D" : "SCBK(hidden)";
  }
}
