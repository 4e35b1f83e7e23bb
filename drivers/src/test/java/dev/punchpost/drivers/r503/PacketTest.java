package dev.punchpost.drivers.r503;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The wire, byte by byte.
class PacketTest {
  private static final long EVERYBODY = 0xFFFFFFFFL;

  private final Packet.Decoder decoder = new Packet.Decoder(EVERYBODY);
  private final List<String> found = new ArrayList<>();

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private void receive(byte[] bytes) {
    for (byte b : bytes) {
      decoder.add(new byte[]{b}, 1);
      decoder.next().ifPresent(
          p -> found.add(String.format("%02X:%s", p.identifier(), HexFormat.of().formatHex(p.content()))));
    }
  }

  @Test
  void verifyingThePasswordIsTheManualsPacket() {
    assertArrayEquals(hex("EF01" // header
        + "FFFFFFFF" // address
        + "01" // a command
        + "0007" // instruction, password, checksum
        + "13 00000000" // VfyPwd
        + "001B"), // 01 + 07 + 13
        new Packet(Packet.COMMAND, hex("1300000000")).encode(EVERYBODY));
  }

  @Test
  void anAcknowledgementIsReadWhicheverWayItComes() {
    byte[] done = hex("EF01 FFFFFFFF 07 0003 00 000A");
    receive(done);
    decoder.add(done, done.length);
    decoder.add(done, done.length);
    assertEquals("00", HexFormat.of().formatHex(decoder.next().orElseThrow().content()));
    assertEquals("00", HexFormat.of().formatHex(decoder.next().orElseThrow().content()));
    assertEquals(List.of("07:00"), found);
    assertEquals(0, decoder.rejected() + decoder.noise() + decoder.foreign());
  }

  @Test
  void aChecksumBeyondSixteenBitsWrapsAround() {
    byte[] content = new byte[256];
    Arrays.fill(content, (byte) 0xFF);
    byte[] packet = new Packet(Packet.DATA, content).encode(EVERYBODY);
    // 02 + 01 + 02 (length 0102h) + 256 × FFh = FF05h; the sum stays under 10000h for every packet there can be
    assertArrayEquals(hex("FF05"), Arrays.copyOfRange(packet, packet.length - 2, packet.length));
    receive(packet);
    assertEquals(1, found.size());
  }

  @Test
  void everySingleBitErrorIsCaughtOrIsAnothersPacket() {
    byte[] good = hex("EF01 FFFFFFFF 07 0007 00 0005 0078 008B");
    receive(good);
    assertEquals(1, found.size());
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      decoder.reset();
      receive(bad);
    }
    assertEquals(1, found.size());
    // The address is not in the checksum: what differs there is a packet of another module.
    assertEquals(32, decoder.foreign());
  }

  @Test
  void afterLostBytesTheNextPacketIsFound() {
    receive(hex("EF01 FFFFFF 07 0003 00 000A")); // one byte of the address is missing
    receive(hex("EF01 FFFFFFFF 07 0003 02 000C"));
    receive(hex("EF01 FFFFFFFF 07 0003 02 000C"));
    assertFalse(found.isEmpty());
    assertEquals("07:02", found.getLast());
  }

  @Test
  void theStartByteAndGarbageBeforeAPacketAreNoise() {
    receive(hex("55 00 EF EF01 FFFFFFFF 07 0003 00 000A"));
    assertEquals(List.of("07:00"), found);
    assertEquals(3, decoder.noise());
  }

  @Test
  void aLengthThatCannotBeIsNotWaitedFor() {
    receive(hex("EF01 FFFFFFFF 07 FFFF"));
    receive(hex("EF01 FFFFFFFF 07 0002 0009"));
    receive(hex("EF01 FFFFFFFF 07 0003 00 000A"));
    assertEquals(List.of("07:00"), found);
    assertEquals(2, decoder.rejected());
  }

  @Test
  void randomBytesNeitherFillTheDecoderNorStopIt() {
    Random random = new Random(503);
    int bytes = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    byte[] piece = new byte[64];
    for (int i = 0; i < bytes; i += piece.length) {
      random.nextBytes(piece);
      // Headers are rare in noise: put some in.
      piece[random.nextInt(60)] = (byte) 0xEF;
      int n = Math.min(piece.length, decoder.room());
      decoder.add(piece, n);
      while (decoder.next().isPresent()) {
        found.clear();
      }
    }
    decoder.reset();
    receive(hex("EF01 FFFFFFFF 07 0003 00 000A"));
    assertEquals("07:00", found.getLast());
  }

  @Test
  void aPacketDoesNotShowWhatIsInIt() {
    assertEquals("packet 0x02 of 3 bytes", new Packet(Packet.DATA, hex("C0FFEE")).toString());
  }
}
