package dev.punchpost.hal.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class UidRulesTest {
  @Test
  void aFourByteNumberThatBeginsWith08IsRandomOnEveryCard() {
    assertTrue(UidRules.isRandom(bytes("08A1B2C3"), false));
    assertTrue(UidRules.isRandom(bytes("08A1B2C3"), true));
  }

  @Test
  void aFourByteNumberThatBeginsWith80IsRandomOnADesfireOnly() {
    assertTrue(UidRules.isRandom(bytes("80A1B2C3"), UidRules.looksLikeDesfire(0x0304, 0x20)));
    assertFalse(UidRules.isRandom(bytes("80A1B2C3"), UidRules.looksLikeDesfire(0x0004, 0x08)));
  }

  @Test
  void longerNumbersAreNeverRandomWhateverTheyBeginWith() {
    assertFalse(UidRules.isRandom(bytes("08A1B2C3D4E5F6"), true));
    assertFalse(UidRules.isRandom(bytes("80A1B2C3D4E5F6"), true));
    assertFalse(UidRules.isRandom(bytes("0801020304050607080A"), true));
  }

  @Test
  void aCardNumberHasOneCanonicalForm() {
    CredentialId id = CredentialId.parse("card:00112233445566778899aabbccddeeff");
    assertEquals("card:00112233445566778899AABBCCDDEEFF", id.canonical());
    assertEquals(id, new Credential.Card(bytes("00112233445566778899AABBCCDDEEFF")).id());
    assertEquals("card:…FF", id.toString());
    assertThrows(IllegalArgumentException.class, () -> CredentialId.parse("card:0011"));
    assertThrows(IllegalArgumentException.class, () -> new Credential.Card(new byte[15]));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
