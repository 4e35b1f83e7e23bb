package dev.punchpost.drivers.contactless;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CrcATest {
  /// ISO/IEC 14443-3 annex B.2: the two examples for type A.
  @Test
  void theStandardsExamplesComeOut() {
    assertArrayEquals(HexFormat.of().parseHex("0000A01E"), CrcA.append((byte) 0, (byte) 0));
    assertArrayEquals(HexFormat.of().parseHex("123426CF"), CrcA.append((byte) 0x12, (byte) 0x34));
  }

  /// The frame that every reader sends to halt a card.
  @Test
  void haltHasItsWellKnownChecksum() {
    assertArrayEquals(HexFormat.of().parseHex("500057CD"), CrcA.append((byte) 0x50, (byte) 0));
  }

  @Test
  void oneWrongBitIsNoticed() {
    byte[] frame = CrcA.append((byte) 0x20);
    assertTrue(CrcA.isRight(frame));
    frame[1] ^= 4;
    assertFalse(CrcA.isRight(frame));
    assertFalse(CrcA.isRight(new byte[0]));
  }
}
