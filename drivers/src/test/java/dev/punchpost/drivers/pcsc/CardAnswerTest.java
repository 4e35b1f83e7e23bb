package dev.punchpost.drivers.pcsc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.contactless.TypeACard;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bytes as PC/SC part 3 (revision 2.01.09) has them; the ATRs are those that its examples and the public ATR list give
/// for these cards.
class CardAnswerTest {
  // 3.1.3.2.3.2: 3B 8F 80 01, historical bytes 80 4F 0C, RID of the PC/SC workgroup A000000306, standard 03 (14443-3 A),
  // card name 0001 (Mifare Standard 1K), RFU, TCK.
  private static final String CLASSIC_1K = "3B8F8001804F0CA000000306030001000000006A";
  // 3.1.3.2.3.1: 3B 81 80 01, the DESFire's historical byte 80, TCK.
  private static final String DESFIRE = "3B81800180" + "80";
  // 3.1.3.2.3.1, type B: four bytes application data, three of protocol information, MBLI; TCK.
  private static final String TYPE_B = "3B888001" + "00000000" + "338181" + "00" + "3A";

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static Optional<TypeACard> card(String atr, String uid) {
    return CardAnswer.card(hex(atr), hex(uid));
  }

  @Test
  void theCommandIsThatOfTheStandard() {
    assertArrayEquals(hex("FFCA000000"), CardAnswer.GET_UID);
  }

  @Test
  void theUidStandsBeforeTheStatus() {
    assertArrayEquals(hex("04A224B2C31D80"), CardAnswer.uid(hex("04A224B2C31D809000")).orElseThrow());
    // 6A81: no UID for this card; 6300: the reader failed; nothing; too short for a status.
    for (String none : new String[]{"6A81", "6300", "04A224B26A81", "9000", "", "90"}) {
      assertEquals(Optional.empty(), CardAnswer.uid(hex(none)), none);
    }
  }

  @Test
  void aStorageCardIsNoDesfire() {
    TypeACard card = card(CLASSIC_1K, "DEADBEEF").orElseThrow();
    assertFalse(card.looksLikeDesfire());
    assertFalse(card.hasRandomUid());
    assertTrue(card(CLASSIC_1K, "08ADBEEF").orElseThrow().hasRandomUid());
  }

  @Test
  void aDesfireIsKnownByItsAtrAndItsRandomNumberByItsFirstByte() {
    assertTrue(card(DESFIRE, "04112233445566").orElseThrow().looksLikeDesfire());
    assertTrue(card(DESFIRE, "80112233").orElseThrow().hasRandomUid());
    assertTrue(card(DESFIRE, "08112233").orElseThrow().hasRandomUid());
    assertFalse(card(CLASSIC_1K, "80112233").orElseThrow().hasRandomUid());
  }

  @Test
  void aTypeBCardAndNumbersOfOtherLengthsAreNoIdentity() {
    assertEquals(Optional.empty(), card(TYPE_B, "11223344"));
    // FeliCa and ISO 15693 give eight bytes.
    assertEquals(Optional.empty(), card(CLASSIC_1K, "0102030405060708"));
    assertEquals(Optional.empty(), card(CLASSIC_1K, ""));
  }

  @Test
  void anyAtrAndAnyAnswerGiveSomething() {
    Random random = new Random(5);
    int bytes = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    for (int i = 0; i < bytes; i += 40) {
      byte[] atr = new byte[random.nextInt(34)];
      byte[] answer = new byte[random.nextInt(20)];
      random.nextBytes(atr);
      random.nextBytes(answer);
      if (atr.length > 4 && random.nextBoolean()) {
        atr[0] = 0x3B;
        atr[1] = (byte) (0x80 | atr[1] & 0x0F);
        atr[2] = (byte) 0x80;
        atr[3] = 0x01;
      }
      if (answer.length > 2 && random.nextBoolean()) {
        answer[answer.length - 2] = (byte) 0x90;
        answer[answer.length - 1] = 0;
      }
      Optional<TypeACard> card = CardAnswer.uid(answer).flatMap(uid -> CardAnswer.card(atr, uid));
      card.ifPresent(known -> assertEquals(answer.length - 2, known.uid().length));
    }
  }
}
