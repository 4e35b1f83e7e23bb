package dev.punchpost.drivers.fingervault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.r503.FingerTemplate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FingerVaultTest {
  private static final byte[] KEY = HexFormat.of()
      .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final TemplateLabel ANA = new TemplateLabel("ana", 5, 1);

  private final FingerVault vault = new FingerVault(VaultKey.of(KEY));

  private static FingerTemplate template() {
    byte[] bytes = new byte[1536];
    new Random(1).nextBytes(bytes);
    return new FingerTemplate(bytes);
  }

  @Test
  void aTemplateIsOpenedAgainAndNothingOfItIsInTheSealedBytes() {
    byte[] sealed = vault.seal(template(), ANA);
    assertEquals(new Opening.Opened(template()), vault.open(sealed, ANA));
    String text = HexFormat.of().formatHex(sealed);
    byte[] plain = template().bytes();
    for (int i = 0; i + 4 <= plain.length; i += 4) {
      assertFalse(text.contains(HexFormat.of().formatHex(plain, i, i + 4)), "bytes from " + i);
    }
  }

  @Test
  void theSealedBytesAreGcmAsEverybodyElseDoesIt() throws Exception {
    byte[] sealed = vault.seal(template(), ANA);
    assertEquals("PPFT\u0001", new String(sealed, 0, 5, StandardCharsets.US_ASCII));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, sealed, 13, 12));
    cipher.updateAAD(sealed, 0, 13);
    cipher.updateAAD(HexFormat.of().parseHex("00000003" // length of the worker's id
        + "616e61" // "ana"
        + "00000005" // place
        + "00000001")); // version
    assertEquals(template(), new FingerTemplate(cipher.doFinal(sealed, 25, sealed.length - 25)));
  }

  @Test
  void anotherKeyIsSaidToBeTheWrongOne() {
    byte[] other = KEY.clone();
    other[31] ^= 1;
    FingerVault stranger = new FingerVault(VaultKey.of(other));
    assertEquals(new Opening.WrongKey(), stranger.open(vault.seal(template(), ANA), ANA));
  }

  @Test
  void everyChangedByteIsNoticed() {
    byte[] sealed = vault.seal(template(), ANA);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 0x10;
      Opening opening = vault.open(changed, ANA);
      Opening expected = i < 5 ? new Opening.NotSealedHere() : i < 13 ? new Opening.WrongKey() : new Opening.Changed();
      assertEquals(expected, opening, "byte " + i);
    }
    for (int length : new int[]{0, 4, 13, 25, 41, sealed.length - 1}) {
      assertFalse(vault.open(Arrays.copyOf(sealed, length), ANA) instanceof Opening.Opened, "length " + length);
    }
  }

  @Test
  void aTemplateIsOfNoUseForAnotherWorkerPlaceOrVersion() {
    byte[] sealed = vault.seal(template(), ANA);
    for (TemplateLabel other : new TemplateLabel[]{new TemplateLabel("bob", 5, 1), new TemplateLabel("ana", 6, 1),
      new TemplateLabel("ana", 5, 2)}) {
      assertEquals(new Opening.Changed(), vault.open(sealed, other));
    }
  }

  @Test
  void noNonceIsUsedTwice() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      assertTrue(seen.add(HexFormat.of().formatHex(vault.seal(template(), ANA), 13, 25)));
    }
  }

  @Test
  void aKeyIsReadFromBytesOrHexAndNeverShown() {
    String hex = HexFormat.of().formatHex(KEY);
    VaultKey key = VaultKey.of(KEY);
    assertEquals(key, VaultKey.of(hex.getBytes(StandardCharsets.US_ASCII)));
    assertEquals(key, VaultKey.of((hex + "\r\n").getBytes(StandardCharsets.US_ASCII)));
    assertNotEquals(key, VaultKey.of(new byte[32]));
    assertEquals("VaultKey(hidden)", key.toString());
    for (String wrong : new String[]{"", "00", hex.substring(1), hex.replace('a', 'g'), hex + " "}) {
      String message = String.valueOf(assertThrows(IllegalArgumentException.class,
          () -> VaultKey.of(wrong.getBytes(StandardCharsets.US_ASCII))).getMessage());
      assertTrue(wrong.length() < 4 || !message.contains(wrong.substring(0, 4)), message);
    }
  }

  @Test
  void labelsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TemplateLabel("", 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new TemplateLabel("a", -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new TemplateLabel("a", 0, 0));
  }
}
