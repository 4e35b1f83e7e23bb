package dev.punchpost.drivers.pn532;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Frames as in UM0701-02 section 6.2.1.
class Pn532FrameTest {
  private final Pn532Parser parser = new Pn532Parser();

  /// Section 7.2.2, GetFirmwareVersion: preamble, start code, LEN 02, LCS FE, TFI, code, DCS 2A, postamble.
  @Test
  void aNormalFrameIsWrittenAsInTheManual() {
    assertHex("0000FF02FED4022A00", Pn532Frame.info(0xD4, 0x02, new byte[0]));
    assertHex("0000FF06FAD50332010607E800", Pn532Frame.info(0xD5, 0x03, hex("32010607")));
    assertHex("0000FF03FDD4140117" + "00", Pn532Frame.info(0xD4, 0x14, hex("01")));
    assertHex("0000FF04FCD44A0100E100", Pn532Frame.info(0xD4, 0x4A, hex("0100")));
  }

  /// Section 6.2.1.2: FF FF instead of LEN and LCS, then the length in two bytes with a checksum of their own.
  @Test
  void anExtendedFrameIsWrittenAsInTheManual() {
    byte[] frame = Pn532Frame.info(0xD4, 0x40, new byte[263]);
    assertHex("0000FFFFFF0109F6D440", java.util.Arrays.copyOf(frame, 10));
    assertEquals(8 + 265 + 2, frame.length);
    assertEquals((byte) 0xEC, frame[frame.length - 2]);
    Pn532Frame.Info info = assertInstanceOf(Pn532Frame.Info.class, only(frame));
    assertEquals(265, info.data().length);
  }

  /// Sections 6.2.1.3 to 6.2.1.5.
  @Test
  void acknowledgementsAndErrorsAreReadAndWritten() {
    assertHex("0000FF00FF00", Pn532Frame.ack());
    assertHex("0000FFFF0000", Pn532Frame.nack());
    assertHex("0000FF01FF7F8100", Pn532Frame.error());
    assertInstanceOf(Pn532Frame.Ack.class, only(Pn532Frame.ack()));
    assertInstanceOf(Pn532Frame.Nack.class, only(Pn532Frame.nack()));
    assertInstanceOf(Pn532Frame.Error.class, only(Pn532Frame.error()));
  }

  @Test
  void framesComeInPiecesAndTogether() {
    byte[] stream = hex("0000FF00FF00" + "0000FF06FAD50332010607E800" + "0000FF01FF7F8100");
    List<Pn532Frame> frames = new ArrayList<>();
    for (byte b : stream) {
      parser.add(new byte[]{b}, 1);
      parser.next().ifPresent(frames::add);
    }
    assertEquals(3, frames.size());
    assertInstanceOf(Pn532Frame.Info.class, frames.get(1));
    Pn532Parser together = new Pn532Parser();
    together.add(stream, stream.length);
    assertInstanceOf(Pn532Frame.Ack.class, together.next().orElseThrow());
    assertInstanceOf(Pn532Frame.Info.class, together.next().orElseThrow());
    assertInstanceOf(Pn532Frame.Error.class, together.next().orElseThrow());
    assertTrue(together.next().isEmpty());
    assertEquals(0, together.noise());
  }

  @Test
  void aWrongLengthOrChecksumIsBrokenAndTheNextFrameIsRead() {
    for (String bad : List.of("0000FF06FBD50332010607E800", "0000FF06FAD50332010607E900", "0000FFFFFF0109F700",
        "0000FFFFFFFFFF0200")) {
      Pn532Parser fresh = new Pn532Parser();
      byte[] stream = hex(bad + "0000FF02FED4022A00");
      fresh.add(stream, stream.length);
      assertInstanceOf(Pn532Frame.Broken.class, fresh.next().orElseThrow(), bad);
      Pn532Frame last = new Pn532Frame.Broken();
      for (var frame = fresh.next(); frame.isPresent(); frame = fresh.next()) {
        last = frame.get();
      }
      assertInstanceOf(Pn532Frame.Info.class, last, bad);
    }
  }

  @Test
  void aFrameWithOneByteThatIsNotTheErrorIsBroken() {
    assertInstanceOf(Pn532Frame.Broken.class, only(hex("0000FF01FFD52B00")));
  }

  /// 50,000 random bytes, 1,000,000 with `-Dpunchpost.full=true`, rich in start codes; after all of them a good frame is
  /// found within what one frame can hide.
  @Test
  void randomBytesNeverBreakTheParser() {
    Random random = new Random(532);
    int budget = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    while (budget > 0) {
      byte[] piece = new byte[1 + random.nextInt(600)];
      random.nextBytes(piece);
      for (int i = 0; i + 3 < piece.length; i += 1 + random.nextInt(40)) {
        piece[i] = 0;
        piece[i + 1] = (byte) 0xFF;
        if (random.nextBoolean()) {
          piece[i + 3] = (byte) -piece[i + 2];
        }
      }
      parser.add(piece, piece.length);
      int frames = 0;
      while (parser.next().isPresent()) {
        frames++;
        assertTrue(frames < 1_000);
      }
      budget -= piece.length;
    }
    byte[] good = Pn532Frame.info(0xD4, 0x02, new byte[0]);
    boolean found = false;
    for (int i = 0; i < 60 && !found; i++) {
      parser.add(good, good.length);
      for (var frame = parser.next(); frame.isPresent(); frame = parser.next()) {
        found |= frame.get() instanceof Pn532Frame.Info;
      }
    }
    assertTrue(found);
  }

  private static Pn532Frame only(byte[] bytes) {
    Pn532Parser parser = new Pn532Parser();
    parser.add(bytes, bytes.length);
    return parser.next().orElseThrow();
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static void assertHex(String expected, byte[] actual) {
    assertArrayEquals(hex(expected), actual, () -> HexFormat.of().withUpperCase().formatHex(actual));
  }
}
