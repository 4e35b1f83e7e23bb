package dev.punchpost.drivers.pn532;

/// What goes between host and PN532 (UM0701-02 section 6.2.1).
sealed interface Pn532Frame {
  /// Longest packet data, with the TFI: that of an extended frame (section 6.2.1.2).
  int LONGEST = 265;
  /// TFI of a frame from the host.
  int HOST = 0xD4;
  /// TFI of a frame from the PN532.
  int CHIP = 0xD5;
  /// The only packet data of an error frame.
  int ERROR = 0x7F;

  /// The last frame was heard.
  record Ack() implements Pn532Frame {}

  /// The last frame was not understood: say it again.
  record Nack() implements Pn532Frame {}

  /// The last frame was heard, and makes no sense (section 6.2.1.5).
  record Error() implements Pn532Frame {}

  /// A frame whose checksum or length is wrong.
  record Broken() implements Pn532Frame {}

  /// A command or an answer.
  ///
  /// @param data TFI, code and parameters, 2 .. 265 bytes
  record Info(byte[] data) implements Pn532Frame {}

  /// 00 00 FF 00 FF 00
  static byte[] ack() {
    return new byte[]{0x00, 0x00, (byte) 0xFF, 0x00, (byte) 0xFF, 0x00};
  }

  /// 00 00 FF FF 00 00
  static byte[] nack() {
    return new byte[]{0x00, 0x00, (byte) 0xFF, (byte) 0xFF, 0x00, 0x00};
  }

  /// 00 00 FF 01 FF 7F 81 00
  static byte[] error() {
    return new byte[]{0x00, 0x00, (byte) 0xFF, 0x01, (byte) 0xFF, ERROR, (byte) 0x81, 0x00};
  }

  /// A normal frame up to 255 bytes of packet data, an extended frame beyond.
  ///
  /// @param tfi [#HOST] or [#CHIP]
  static byte[] info(int tfi, int code, byte[] parameters) {
    int length = parameters.length + 2;
    if (length > LONGEST) {
      throw new IllegalArgumentException("PN532 frame with " + length + " bytes, expected at most " + LONGEST);
    }
    int header = length > 255 ? 8 : 5;
    byte[] out = new byte[header + length + 2];
    out[2] = (byte) 0xFF;
    if (length > 255) {
      out[3] = (byte) 0xFF;
      out[4] = (byte) 0xFF;
      out[5] = (byte) (length >> 8);
      out[6] = (byte) length;
      out[7] = (byte) -(out[5] + out[6]);
    } else {
      out[3] = (byte) length;
      out[4] = (byte) -length;
    }
    out[header] = (byte) tfi;
    out[header + 1] = (byte) code;
    System.arraycopy(parameters, 0, out, header + 2, parameters.length);
    int sum = 0;
    for (int i = header; i < header + length; i++) {
      sum += out[i];
    }
    out[header + length] = (byte) -sum;
    return out;
  }
}
