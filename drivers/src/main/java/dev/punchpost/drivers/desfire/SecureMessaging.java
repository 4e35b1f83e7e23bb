package dev.punchpost.drivers.desfire;

import java.util.Arrays;

/// EV2 secure messaging after AuthenticateEV2First: session keys, transaction identifier, command counter
/// (AN12343 section 7.1 and AN12196 section 5). Knows both sides, so that the simulated card can use it.
final class SecureMessaging {
  static final int MAC_LENGTH = 8;
  private static final int[] SV1 = {0xA5, 0x5A};
  private static final int[] SV2 = {0x5A, 0xA5};

  private final byte[] encKey;
  private final byte[] macKey;
  private final byte[] ti;
  private int counter;

  /// @param ti transaction identifier, 4 bytes
  /// @param counter 0 .. 65535
  SecureMessaging(byte[] encKey, byte[] macKey, byte[] ti, int counter) {
    this.encKey = encKey.clone();
    this.macKey = macKey.clone();
    this.ti = ti.clone();
    this.counter = counter;
  }

  static SecureMessaging derive(byte[] key, byte[] rndA, byte[] rndB, byte[] ti) {
    return new SecureMessaging(Aes.cmac(key, sessionVector(SV1, rndA, rndB)),
        Aes.cmac(key, sessionVector(SV2, rndA, rndB)), ti, 0);
  }

  /// SV = label, 0001h, 0080h, RndA[15..14], RndA[13..8] xor RndB[15..10], RndB[9..0], RndA[7..0]; index 15 is the byte
  /// sent first.
  static byte[] sessionVector(int[] label, byte[] rndA, byte[] rndB) {
    byte[] sv = new byte[32];
    sv[0] = (byte) label[0];
    sv[1] = (byte) label[1];
    sv[3] = 0x01;
    sv[5] = (byte) 0x80;
    System.arraycopy(rndA, 0, sv, 6, 8);
    for (int i = 0; i < 6; i++) {
      sv[8 + i] ^= rndB[i];
    }
    System.arraycopy(rndB, 6, sv, 14, 10);
    System.arraycopy(rndA, 8, sv, 24, 8);
    return sv;
  }

  byte[] encKey() {
    return encKey.clone();
  }

  byte[] macKey() {
    return macKey.clone();
  }

  /// Both sides count a command when it has been sent and heard.
  void count() {
    counter = counter + 1 & 0xFFFF;
  }

  byte[] encryptCommand(byte[] plain) {
    return Aes.encrypt(encKey, iv(0xA5, 0x5A), pad(plain));
  }

  byte[] decryptCommand(byte[] secret) {
    return unpad(Aes.decrypt(encKey, iv(0xA5, 0x5A), secret));
  }

  byte[] encryptResponse(byte[] plain) {
    return Aes.encrypt(encKey, iv(0x5A, 0xA5), pad(plain));
  }

  /// @return empty array if the padding is wrong
  byte[] decryptResponse(byte[] secret) {
    return unpad(Aes.decrypt(encKey, iv(0x5A, 0xA5), secret));
  }

  /// The 8 bytes that go with a command or an answer.
  ///
  /// @param first command code, or status of an answer
  byte[] mac(int first, byte[] data) {
    byte[] message = new byte[7 + data.length];
    message[0] = (byte) first;
    message[1] = (byte) counter;
    message[2] = (byte) (counter >> 8);
    System.arraycopy(ti, 0, message, 3, 4);
    System.arraycopy(data, 0, message, 7, data.length);
    byte[] full = Aes.cmac(macKey, message);
    byte[] cut = new byte[MAC_LENGTH];
    for (int i = 0; i < MAC_LENGTH; i++) {
      cut[i] = full[2 * i + 1];
    }
    return cut;
  }

  private byte[] iv(int a, int b) {
    byte[] block = new byte[Aes.BLOCK];
    block[0] = (byte) a;
    block[1] = (byte) b;
    System.arraycopy(ti, 0, block, 2, 4);
    block[6] = (byte) counter;
    block[7] = (byte) (counter >> 8);
    return Aes.encrypt(encKey, Aes.zeroIv(), block);
  }

  /// ISO/IEC 9797-1 padding method 2.
  private static byte[] pad(byte[] plain) {
    byte[] padded = Arrays.copyOf(plain, (plain.length / Aes.BLOCK + 1) * Aes.BLOCK);
    padded[plain.length] = (byte) 0x80;
    return padded;
  }

  private static byte[] unpad(byte[] padded) {
    int end = padded.length - 1;
    while (end >= 0 && padded[end] == 0) {
      end--;
    }
    return end >= 0 && padded[end] == (byte) 0x80 ? Arrays.copyOf(padded, end) : new byte[0];
  }
}
