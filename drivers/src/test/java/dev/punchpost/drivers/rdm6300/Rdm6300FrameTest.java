package dev.punchpost.drivers.rdm6300;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.hal.credential.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The wire, byte by byte.
class Rdm6300FrameTest {
  private final Rdm6300Frame.Decoder decoder = new Rdm6300Frame.Decoder();
  private final List<String> found = new ArrayList<>();

  private void receive(String hex) {
    for (byte b : HexFormat.of().parseHex(hex.replace(" ", ""))) {
      decoder.accept(b, credential -> found.add(credential.id().canonical()));
    }
  }

  private void expect(List<String> badges, long rejected, long noise) {
    assertEquals(badges, found);
    assertEquals(rejected, decoder.rejected(), "rejected");
    assertEquals(noise, decoder.noiseBytes(), "noise");
  }

  @Test
  void theDatasheetsExampleIsRead() {
    // "card number 62E3086CED, checksum 62h xor E3h xor 08h xor 6Ch xor EDh = 08h"
    receive("02" // STX
        + "36 32" // "62" version
        + "45 33 30 38 36 43 45 44" // "E3086CED" tag
        + "30 38" // "08" checksum
        + "03"); // ETX
    expect(List.of("em:62E3086CED"), 0, 0);
  }

  @Test
  void aTagWithLeadingZerosKeepsThem() {
    // 01 xor 00 xor 0F xor 2E xor C3 = E3
    receive("02 30 31 30 30 30 46 32 45 43 33 45 33 03");
    expect(List.of("em:01000F2EC3"), 0, 0);
  }

  @Test
  void whatIsSentForATagIsTheDatasheetsFrame() {
    assertArrayEquals(HexFormat.of().parseHex("0236324533303836434544303803"),
        Rdm6300Frame.encode(new Credential.Em4100(0x62, 0xE3086CEDL)));
    assertArrayEquals(HexFormat.of().parseHex("0230303030303030303030303003"),
        Rdm6300Frame.encode(new Credential.Em4100(0, 0)));
  }

  @Test
  void lineEndsBeforeEtxAndBetweenFramesAreTolerated() {
    receive("02 36 32 45 33 30 38 36 43 45 44 30 38 0D 0A 03 0D 0A");
    receive("02 36 32 45 33 30 38 36 43 45 44 30 38 0D 03");
    expect(List.of("em:62E3086CED", "em:62E3086CED"), 0, 0);
  }

  @Test
  void lowerCaseHexIsTheSameTag() {
    receive("02 36 32 65 33 30 38 36 63 65 64 30 38 03");
    expect(List.of("em:62E3086CED"), 0, 0);
  }

  @Test
  void aWrongChecksumIsRejected() {
    receive("02 36 32 45 33 30 38 36 43 45 44 30 39 03");
    expect(List.of(), 1, 0);
  }

  @Test
  void everySingleBitErrorIsCaught() {
    byte[] good = Rdm6300Frame.encode(new Credential.Em4100(0x62, 0xE3086CEDL));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      // Hex letters differ from their lower case in one bit; that is the same digit.
      if (!new String(bad, StandardCharsets.US_ASCII)
          .equalsIgnoreCase(new String(good, StandardCharsets.US_ASCII))) {
        receive(HexFormat.of().formatHex(bad));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void halfAFrameEndsAtTheNextStx() {
    receive("02 36 32 45 33");
    receive("02 36 32 45 33 30 38 36 43 45 44 30 38 03");
    expect(List.of("em:62E3086CED"), 1, 0);
  }

  @Test
  void twoStxBeginOneFrame() {
    receive("02 02 36 32 45 33 30 38 36 43 45 44 30 38 03");
    expect(List.of("em:62E3086CED"), 1, 0);
  }

  @Test
  void aShortFrameIsRejected() {
    receive("02 36 32 45 33 30 38 36 43 45 44 30 03");
    expect(List.of(), 1, 0);
  }

  @Test
  void aLongFrameIsRejectedAtItsFirstByteTooMany() {
    receive("02 36 32 45 33 30 38 36 43 45 44 30 38 30 30 03");
    // The rest, "0" and ETX, is outside.
    expect(List.of(), 1, 2);
  }

  @Test
  void aByteThatIsNotHexEndsTheFrame() {
    for (String wrong : List.of("47", "20", "00", "FF", "0D", "2F", "3A", "40", "60", "67")) {
      receive("02 36 32 45 33 " + wrong);
      receive("02 36 32 45 33 30 38 36 43 45 44 30 38 03");
    }
    assertEquals(10, found.size());
    assertEquals(10, decoder.rejected());
    assertEquals(0, decoder.noiseBytes());
  }

  @Test
  void threeLineEndsAreTooMany() {
    receive("02 36 32 45 33 30 38 36 43 45 44 30 38 0D 0A 0D 03");
    expect(List.of(), 1, 1);
  }

  @Test
  void bytesOutsideAFrameAreNoise() {
    receive("41 42 03 FF 00");
    expect(List.of(), 0, 5);
  }

  @Test
  void anAbandonedFrameIsCountedOnce() {
    receive("02 36 32");
    decoder.abandon();
    decoder.abandon();
    expect(List.of(), 1, 0);
  }
}
