package dev.punchpost.drivers.desfire;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-128: CBC, CMAC (RFC 4493), and the key diversification of AN10922.
final class Aes {
  static final int BLOCK = 16;
  private static final byte[] ZERO_IV = new byte[BLOCK];
  private static final int DIVERSIFICATION_LENGTH = 2 * BLOCK;

  private Aes() {}

  static byte[] encrypt(byte[] key, byte[] iv, byte[] blocks) {
    return cbc(Cipher.ENCRYPT_MODE, key, iv, blocks);
  }

  static byte[] decrypt(byte[] key, byte[] iv, byte[] blocks) {
    return cbc(Cipher.DECRYPT_MODE, key, iv, blocks);
  }

  static byte[] zeroIv() {
    return ZERO_IV.clone();
  }

  /// RFC 4493 section 2.4.
  static byte[] cmac(byte[] key, byte[] message) {
    int blocks = Math.max(1, (message.length + BLOCK - 1) / BLOCK);
    return cmac(key, message, blocks * BLOCK);
  }

  /// AN10922 section 2.2: CMAC over 0x01 and the input, always padded to two blocks.
  ///
  /// @param input 1 .. 31 bytes that tell the card and the purpose
  static byte[] diversify(byte[] master, byte[] input) {
    if (input.length < 1 || input.length > DIVERSIFICATION_LENGTH - 1) {
      throw new IllegalArgumentException("diversification input of " + input.length + " bytes, expected 1 to 31");
    }
    byte[] message = new byte[input.length + 1];
    message[0] = 0x01;
    System.arraycopy(input, 0, message, 1, input.length);
    return cmac(master, message, DIVERSIFICATION_LENGTH);
  }

  private static byte[] cmac(byte[] key, byte[] message, int padded) {
    byte[] k1 = doubled(encrypt(key, ZERO_IV, new byte[BLOCK]));
    byte[] mask = k1;
    byte[] blocks = Arrays.copyOf(message, padded);
    if (message.length < padded) {
      blocks[message.length] = (byte) 0x80;
      mask = doubled(k1);
    }
    for (int i = 0; i < BLOCK; i++) {
      blocks[padded - BLOCK + i] ^= mask[i];
    }
    byte[] chain = encrypt(key, ZERO_IV, blocks);
    return Arrays.copyOfRange(chain, padded - BLOCK, padded);
  }

  /// Doubling in GF(2^128), RFC 4493 section 2.3.
  private static byte[] doubled(byte[] block) {
    byte[] out = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      int next = i + 1 < BLOCK ? block[i + 1] >> 7 & 1 : 0;
      out[i] = (byte) (block[i] << 1 | next);
    }
    if (block[0] < 0) {
      out[BLOCK - 1] ^= (byte) 0x87;
    }
    return out;
  }

  // Every use binds the mode to a session key and an IV that the protocol prescribes.
  private static byte[] cbc(int mode, byte[] key, byte[] iv, byte[] blocks) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(blocks);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES is part of every JDK", e);
    }
  }
}
