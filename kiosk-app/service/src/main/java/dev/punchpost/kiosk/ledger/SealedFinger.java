package dev.punchpost.kiosk.ledger;

import java.util.Arrays;

/// A finger's template as [dev.punchpost.drivers.fingervault.FingerVault] sealed it: kept beside the ledger, never part of
/// an entry. Immutable.
///
/// @param bytes at most [#LONGEST]
public record SealedFinger(byte[] bytes) {
  public static final int LONGEST = 10_000;

  public SealedFinger {
    if (bytes.length == 0 || bytes.length > LONGEST) {
      throw new IllegalArgumentException("sealed template of " + bytes.length + " bytes, expected 1 to " + LONGEST);
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedFinger that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SealedFinger[" + bytes.length + " bytes]";
  }
}
