package dev.punchpost.drivers.mfrc522;

import java.util.Arrays;

/// A frame as it goes through the air: bits, least significant of each byte first, without parity.
///
/// @param bytes at least as many as the bits need
/// @param count number of bits
record Bits(byte[] bytes, int count) {
  static Bits of(byte... bytes) {
    return new Bits(bytes, bytes.length * 8);
  }

  boolean at(int index) {
    return (bytes[index / 8] >> index % 8 & 1) != 0;
  }

  /// The bits from an index to the end.
  Bits from(int start) {
    byte[] out = new byte[(count - start + 7) / 8];
    for (int i = start; i < count; i++) {
      if (at(i)) {
        out[(i - start) / 8] |= (byte) (1 << (i - start) % 8);
      }
    }
    return new Bits(out, count - start);
  }

  /// The first bits only.
  Bits first(int length) {
    return new Bits(Arrays.copyOf(bytes, (length + 7) / 8), length);
  }

  /// Whether the bits begin with those of another frame.
  boolean startsWith(Bits prefix) {
    if (prefix.count > count) {
      return false;
    }
    return firstDifference(prefix) >= prefix.count;
  }

  /// Where two frames differ first, or the length of the shorter one.
  int firstDifference(Bits other) {
    int shorter = Math.min(count, other.count);
    for (int i = 0; i < shorter; i++) {
      if (at(i) != other.at(i)) {
        return i;
      }
    }
    return shorter;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits that && count == that.count && firstDifference(that) == count;
  }

  @Override
  public int hashCode() {
    return count;
  }
}
