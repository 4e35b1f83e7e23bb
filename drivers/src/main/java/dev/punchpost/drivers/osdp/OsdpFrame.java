package dev.punchpost.drivers.osdp;

import java.util.Optional;

/// One message of the line (clause 5.9): SOM, address, length, control, optional security block, body, check.
///
/// @param address 0 .. 126, or 127 for all
/// @param reply whether it goes from a PD to the control panel (bit 7 of the address)
/// @param sequence 0 .. 3
/// @param crc whether it is protected by CRC-16, else by the 8-bit sum
/// @param security the security block with its length byte; empty if there is none
/// @param body code and data; with a security block of SCS_15 or above, the four bytes of the MAC as well
/// @param covered the message from SOM to the end of the body, for the MAC
record OsdpFrame(int address, boolean reply, int sequence, boolean crc, byte[] security, byte[] body,
    byte[] covered) {
  static final int SOM = 0x53;
  static final int MARK = 0xFF;
  static final int HEADER = 5;
  static final byte[] NO_SECURITY = {};

  /// Makes a message.
  static OsdpFrame of(int address, boolean reply, int sequence, boolean crc, byte[] security, byte[] body) {
    int length = HEADER + security.length + body.length + (crc ? 2 : 1);
    byte[] covered = new byte[HEADER + security.length + body.length];
    covered[0] = SOM;
    covered[1] = (byte) ((address & 0x7F) | (reply ? 0x80 : 0));
    covered[2] = (byte) length;
    covered[3] = (byte) (length >> 8);
    covered[4] = (byte) ((sequence & 3) | (crc ? 4 : 0) | (security.length > 0 ? 8 : 0));
    System.arraycopy(security, 0, covered, HEADER, security.length);
    System.arraycopy(body, 0, covered, HEADER + security.length, body.length);
    return new OsdpFrame(address, reply, sequence, crc, security, body, covered);
  }

  /// The first byte of the body.
  int code() {
    return body[0] & 0xFF;
  }

  /// The body after its code.
  byte[] data() {
    return java.util.Arrays.copyOfRange(body, 1, body.length);
  }

  /// Type of the security block, such as SCS_15; 0 without one.
  int securityType() {
    return security.length < 2 ? 0 : security[1] & 0xFF;
  }

  /// Third byte of the security block; -1 if there is none.
  int securityData() {
    return security.length < 3 ? -1 : security[2] & 0xFF;
  }

  /// The bytes of the line, without a marking byte.
  byte[] encoded() {
    byte[] line = java.util.Arrays.copyOf(covered, covered.length + (crc ? 2 : 1));
    if (crc) {
      int check = crc(covered, covered.length);
      line[covered.length] = (byte) check;
      line[covered.length + 1] = (byte) (check >> 8);
    } else {
      line[covered.length] = (byte) sum(covered, covered.length);
    }
    return line;
  }

  /// Reads a whole message.
  ///
  /// @return empty if its check, its length or its security block is wrong
  static Optional<OsdpFrame> decode(byte[] line, int offset, int length) {
    byte[] message = java.util.Arrays.copyOfRange(line, offset, offset + length);
    if (length < HEADER + 2) {
      return Optional.empty();
    }
    int control = message[4];
    boolean crc = (control & 4) != 0;
    int end = length - (crc ? 2 : 1);
    int check = crc ? (message[end] & 0xFF) | ((message[end + 1] & 0xFF) << 8) : message[end] & 0xFF;
    if (check != (crc ? crc(message, end) : sum(message, end))) {
      return Optional.empty();
    }
    int block = (control & 8) != 0 ? message[HEADER] & 0xFF : 0;
    if (((control & 8) != 0 && block < 2) || HEADER + block >= end) {
      return Optional.empty();
    }
    byte[] security = java.util.Arrays.copyOfRange(message, HEADER, HEADER + block);
    byte[] body = java.util.Arrays.copyOfRange(message, HEADER + block, end);
    return Optional.of(new OsdpFrame(message[1] & 0x7F, message[1] < 0, control & 3, crc, security, body,
        java.util.Arrays.copyOf(message, end)));
  }

  /// CRC-16, polynomial 0x1021, start 0x1D0F, most significant bit first, not inverted (annex C).
  static int crc(byte[] bytes, int length) {
    int crc = 0x1D0F;
    for (int i = 0; i < length; i++) {
      crc ^= (bytes[i] & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
      }
    }
    return crc & 0xFFFF;
  }

  /// What makes the sum of all bytes 0, modulo 256.
  static int sum(byte[] bytes, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += bytes[i];
    }
    return -sum & 0xFF;
  }
}
