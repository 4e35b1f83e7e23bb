package dev.punchpost.hal.credential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The vectors were worked out by hand from the layouts in HID, "Understanding Card Data Formats" (2013).
class WiegandFormatTest {
  @Test
  void twentySixBitsAreFacilityAndNumber() {
    // Facility 123 = 01111011, number 45678 = 1011001001101110.
    // Bits 1..12: 011110111011, nine ones, so that the even parity bit is 1.
    // Bits 13..24: 001001101110, six ones, so that the odd parity bit is 1.
    // 1 01111011 1011001001101110 1 → 10111101 11011001 00110111 01......
    byte[] frame = HexFormat.of().parseHex("BDD93740");
    assertEquals(Optional.of(new Credential.Wiegand(26, 123, 45678)), WiegandFormat.H10301.decode(frame, 26));
    assertArrayEquals(frame, WiegandFormat.H10301.encode(123, 45678));
  }

  @Test
  void thirtyFourBitsAreFacilityAndNumberOfSixteenEach() {
    // Facility 1, number 1: 1 0000000000000001 0000000000000001 0
    byte[] frame = HexFormat.of().parseHex("8000800080");
    assertEquals(Optional.of(new Credential.Wiegand(34, 1, 1)), WiegandFormat.H10306.decode(frame, 34));
    assertArrayEquals(frame, WiegandFormat.H10306.encode(1, 1));
  }

  @Test
  void thirtySevenBitsMeanWhatTheSiteSays() {
    // Only the last number bit (index 35) is set: even parity 0, odd parity 0.
    byte[] frame = HexFormat.of().parseHex("0000000010");
    assertEquals(Optional.of(new Credential.Wiegand(37, 0, 1)), WiegandFormat.H10302.decode(frame, 37));
    assertEquals(Optional.of(new Credential.Wiegand(37, 0, 1)), WiegandFormat.H10304.decode(frame, 37));
    byte[] wide = WiegandFormat.H10304.encode(0xABCD, 0x7FFFF);
    assertEquals(Optional.of(new Credential.Wiegand(37, 0xABCD, 0x7FFFF)), WiegandFormat.H10304.decode(wide, 37));
    assertEquals(Optional.of(new Credential.Wiegand(37, 0, (0xABCDL << 19) + 0x7FFFF)),
        WiegandFormat.H10302.decode(wide, 37));
  }

  @Test
  void everySingleWrongBitIsNoticed() {
    for (WiegandFormat format : List.of(WiegandFormat.H10301, WiegandFormat.H10306)) {
      byte[] frame = format.encode(77, 4711);
      for (int bit = 0; bit < format.bits(); bit++) {
        byte[] wrong = frame.clone();
        wrong[bit / 8] ^= (byte) (0x80 >> bit % 8);
        assertEquals(Optional.empty(), format.decode(wrong, format.bits()), format.name() + " bit " + bit);
      }
    }
  }

  @Test
  void anotherLengthIsNotThisFormat() {
    assertEquals(Optional.empty(), WiegandFormat.H10301.decode(new byte[5], 34));
    assertEquals(Optional.empty(), WiegandFormat.H10301.decode(new byte[2], 26));
  }

  @Test
  void aFormatThatDoesNotFitItselfIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new WiegandFormat("x", 26, List.of(),
        WiegandFormat.Field.NONE, new WiegandFormat.Field(20, 10)));
    assertThrows(IllegalArgumentException.class,
        () -> new WiegandFormat("x", 26, List.of(WiegandFormat.Parity.even(26, 0, 3)), WiegandFormat.Field.NONE,
            new WiegandFormat.Field(1, 10)));
  }
}
