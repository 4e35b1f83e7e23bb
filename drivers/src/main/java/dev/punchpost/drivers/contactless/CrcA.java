package dev.punchpost.drivers.contactless;

/// The checksum of ISO 14443-3 type A frames (section 6.2.4, annex B.2): CRC-16 with polynomial 0x8408 reflected and
/// initial value 0x6363, sent low byte first.
public final class CrcA {
  private CrcA() {}

  /// @param length how many bytes of `data` count
  /// @return 16 bits
  public static int of(byte[] data, int length) {
    int crc = 0x6363;
    for (int i = 0; i < length; i++) {
      crc ^= data[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x8408;
      }
    }
    return crc;
  }

  /// The frame with its checksum behind it.
  public static byte[] append(byte... frame) {
    byte[] out = java.util.Arrays.copyOf(frame, frame.length + 2);
    int crc = of(frame, frame.length);
    out[frame.length] = (byte) crc;
    out[frame.length + 1] = (byte) (crc >>> 8);
    return out;
  }

  /// Whether the last two bytes are the checksum of those before.
  public static boolean isRight(byte[] frame) {
    return frame.length > 2 && of(frame, frame.length - 2) == ((frame[frame.length - 2] & 0xFF)
        | (frame[frame.length - 1] & 0xFF) << 8);
  }
}
