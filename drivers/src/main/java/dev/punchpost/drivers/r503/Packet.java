package dev.punchpost.drivers.r503;

import java.util.Arrays;
import java.util.Optional;

/// The wire format (manual, "Data package format"): header EF01, address, identifier, length, content, checksum; all
/// numbers high byte first.
///
/// @param identifier what kind of packet: [#COMMAND] …
/// @param content without the checksum
record Packet(int identifier, byte[] content) {
  static final int COMMAND = 0x01;
  static final int DATA = 0x02;
  static final int ACKNOWLEDGE = 0x07;
  static final int END_OF_DATA = 0x08;

  /// Header, address, identifier and length.
  private static final int HEAD = 9;
  private static final int CHECKSUM = 2;
  /// The longest content there is: a data packet of 256 bytes.
  static final int LONGEST = 256;

  Packet {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  /// A content may be a part of a template.
  @Override
  public String toString() {
    return String.format("packet 0x%02X of %d bytes", identifier, content.length);
  }

  byte[] encode(long address) {
    int length = content.length + CHECKSUM;
    byte[] bytes = new byte[HEAD + length];
    bytes[0] = (byte) 0xEF;
    bytes[1] = 0x01;
    for (int i = 0; i < 4; i++) {
      bytes[2 + i] = (byte) (address >> 8 * (3 - i));
    }
    bytes[6] = (byte) identifier;
    bytes[7] = (byte) (length >> 8);
    bytes[8] = (byte) length;
    System.arraycopy(content, 0, bytes, HEAD, content.length);
    int sum = sum(bytes, 6, HEAD + content.length);
    bytes[bytes.length - 2] = (byte) (sum >> 8);
    bytes[bytes.length - 1] = (byte) sum;
    return bytes;
  }

  private static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i] & 0xFF;
    }
    return sum & 0xFFFF;
  }

  /// Finds packets in what arrives, in whatever pieces; after garbage it goes on with the next header.
  static final class Decoder {
    private static final int MOST = 2 * (HEAD + LONGEST + CHECKSUM);

    private final long address;
    private final boolean anyDataChecksum;
    private final byte[] buffer = new byte[MOST];
    private int held;
    private long rejected;
    private long foreign;
    private long noise;

    Decoder(long address) {
      this(address, false);
    }

    /// @param anyDataChecksum whether data packets count whatever their checksum is
    Decoder(long address, boolean anyDataChecksum) {
      this.address = address;
      this.anyDataChecksum = anyDataChecksum;
    }

    /// @param count at most [#room()]
    void add(byte[] bytes, int count) {
      System.arraycopy(bytes, 0, buffer, held, count);
      held += count;
    }

    int room() {
      return MOST - held;
    }

    void reset() {
      held = 0;
    }

    /// Packets with a wrong checksum or an impossible length.
    long rejected() {
      return rejected;
    }

    /// Packets of another address.
    long foreign() {
      return foreign;
    }

    /// Bytes outside of packets.
    long noise() {
      return noise;
    }

    Optional<Packet> next() {
      while (true) {
        int start = header();
        noise += start;
        drop(start);
        if (held < HEAD) {
          return Optional.empty();
        }
        int length = (buffer[7] & 0xFF) << 8 | buffer[8] & 0xFF;
        if (length < CHECKSUM + 1 || length > LONGEST + CHECKSUM) {
          reject();
          continue;
        }
        int whole = HEAD + length;
        if (held < whole) {
          return Optional.empty();
        }
        int expected = (buffer[whole - 2] & 0xFF) << 8 | buffer[whole - 1] & 0xFF;
        boolean lenient = anyDataChecksum && (buffer[6] == DATA || buffer[6] == END_OF_DATA);
        if (!lenient && sum(buffer, 6, whole - CHECKSUM) != expected) {
          reject();
          continue;
        }
        Packet packet = new Packet(buffer[6] & 0xFF, Arrays.copyOfRange(buffer, HEAD, whole - CHECKSUM));
        boolean ours = from() == address;
        drop(whole);
        if (ours) {
          return Optional.of(packet);
        }
        foreign++;
      }
    }

    /// Only the header goes: the next packet may begin inside of what was taken for this one.
    private void reject() {
      rejected++;
      drop(2);
    }

    private int header() {
      for (int i = 0; i < held; i++) {
        if (buffer[i] == (byte) 0xEF && (i + 1 == held || buffer[i + 1] == 0x01)) {
          return i;
        }
      }
      return held;
    }

    private long from() {
      long from = 0;
      for (int i = 2; i < 6; i++) {
        from = from << 8 | buffer[i] & 0xFF;
      }
      return from;
    }

    private void drop(int count) {
      System.arraycopy(buffer, count, buffer, 0, held - count);
      held -= count;
    }
  }
}
