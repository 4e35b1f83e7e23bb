package dev.punchpost.hal.credential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WiegandFormatTextTest {
  /// The 35-bit layout of HID's Corporate 1000 programme, whose parities lie over each other.
  private static final String CORPORATE = "bits 35; facility 2-13; number 14-33;"
      + " even 1: 2-3,5-6,8-9,11-12,14-15,17-18,20-21,23-24,26-27,29-30,32-33;"
      + " odd 34: 1-2,4-5,7-8,10-11,13-14,16-17,19-20,22-23,25-26,28-29,31-32; odd 0: 1-34";

  @Test
  void theBuiltInFormatsHaveNames() {
    assertSame(WiegandFormat.H10301, WiegandFormatText.parse("H10301"));
    assertSame(WiegandFormat.H10304, WiegandFormatText.parse(" h10304 "));
  }

  @Test
  void aDescribedFormatIsTheSameAsTheBuiltInOne() {
    WiegandFormat described = WiegandFormatText
        .parse("bits 26; even 0: 1-12; odd 25: 13-24; facility 1-8; number 9-24");
    assertArrayEquals(WiegandFormat.H10301.encode(123, 45678), described.encode(123, 45678));
    assertEquals(WiegandFormat.H10301.parities(), described.parities());
  }

  @Test
  void paritiesOverEachOtherAreRight() {
    WiegandFormat format = WiegandFormatText.parse(CORPORATE);
    byte[] frame = format.encode(3201, 765432);
    assertEquals(Optional.of(new Credential.Wiegand(35, 3201, 765432)), format.decode(frame, 35));
    for (int bit = 0; bit < 35; bit++) {
      byte[] wrong = frame.clone();
      wrong[bit / 8] ^= (byte) (0x80 >> bit % 8);
      assertEquals(Optional.empty(), format.decode(wrong, 35), "bit " + bit);
    }
  }

  @Test
  void mistakesAreRefused() {
    for (String text : List.of("", "H10305", "bits 26", "bits 26; number 5-2", "bits 26; number 1-26",
        "bits 26; number 1-24; odd 25", "bits 26; number 1-24; odd 25: 1-", "bits 26; number 1-24; odd 26: 1-24",
        "bits 200; number 1-24", "number 1-24", "bits 26; number 1-24; colour red", "bits 99; number 1-90")) {
      assertThrows(IllegalArgumentException.class, () -> WiegandFormatText.parse(text), text);
    }
  }
}
