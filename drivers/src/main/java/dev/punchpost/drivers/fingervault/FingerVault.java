package dev.punchpost.drivers.fingervault;

import dev.punchpost.drivers.r503.FingerTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Templates at rest: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits, and the label as associated data.
/// Files are the caller's. Thread-safe.
///
/// Sealed bytes: `PPFT`, format 1, eight bytes that tell keys apart, nonce, ciphertext, tag of 16 bytes. With random
/// nonces a key is good for 2^32 templates.
public final class FingerVault {
  private static final byte[] MAGIC = "PPFT".getBytes(StandardCharsets.US_ASCII);
  private static final byte FORMAT = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD = MAGIC.length + 1 + VaultKey.CHECK_BYTES;

  private final VaultKey key;
  private final SecureRandom random;

  public FingerVault(VaultKey key) {
    this(key, new SecureRandom());
  }

  FingerVault(VaultKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /// Seals a template for its place.
  public byte[] seal(FingerTemplate template, TemplateLabel label) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] plain = template.bytes();
    try {
      byte[] head = ByteBuffer.allocate(HEAD).put(MAGIC).put(FORMAT).put(key.check()).array();
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, head, label).doFinal(plain);
      return ByteBuffer.allocate(HEAD + NONCE + sealed.length).put(head).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot seal with AES-GCM", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /// Opens what [#seal] made with the same label.
  public Opening open(byte[] sealed, TemplateLabel label) {
    if (sealed.length <= HEAD + NONCE + TAG_BITS / 8 || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || sealed[MAGIC.length] != FORMAT) {
      return new Opening.NotSealedHere();
    }
    byte[] head = Arrays.copyOf(sealed, HEAD);
    if (!MessageDigest.isEqual(key.check(), Arrays.copyOfRange(head, MAGIC.length + 1, HEAD))) {
      return new Opening.WrongKey();
    }
    try {
      byte[] plain = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, HEAD, HEAD + NONCE), head, label)
          .doFinal(sealed, HEAD + NONCE, sealed.length - HEAD - NONCE);
      try {
        return new Opening.Opened(new FingerTemplate(plain));
      } finally {
        Arrays.fill(plain, (byte) 0);
      }
    } catch (AEADBadTagException e) {
      return new Opening.Changed();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot open with AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] head, TemplateLabel label) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(head);
    cipher.updateAAD(label.bytes());
    return cipher;
  }
}
