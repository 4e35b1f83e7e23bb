package dev.punchpost.drivers.desfire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Our application on a card, and the site's master key from which the keys of each card come.
///
/// Immutable. `toString` never shows the key.
public final class DesfireApplication {
  /// The application id unless another is configured.
  public static final int DEFAULT_AID = 0x505031;
  static final int FILE = 1;
  static final int MASTER = 0;
  static final int READ = 1;
  static final int KEYS = 2;
  private static final byte[] SYSTEM = "punchpost".getBytes(StandardCharsets.US_ASCII);

  private final int aid;
  private final byte[] siteKey;

  /// @param aid application id, 1 .. 0xFFFFFF
  /// @param siteKey AES-128 master key of the site, 16 bytes
  public DesfireApplication(int aid, byte[] siteKey) {
    if (aid < 1 || aid > 0xFFFFFF) {
      throw new IllegalArgumentException("application id out of 0x000001 to 0xFFFFFF");
    }
    if (siteKey.length != Aes.BLOCK) {
      throw new IllegalArgumentException("site key of " + siteKey.length + " bytes, expected 16");
    }
    this.aid = aid;
    this.siteKey = siteKey.clone();
  }

  /// The application id as it goes over the air, lowest byte first.
  byte[] aid() {
    return new byte[]{(byte) aid, (byte) (aid >> 8), (byte) (aid >> 16)};
  }

  /// The key of one card. Diversification input (AN10922 section 2.2): UID, AID as over the air, then as system
  /// identifier the word `punchpost` and the number of the key.
  ///
  /// @param uid 7 bytes
  byte[] key(byte[] uid, int number) {
    byte[] input = Arrays.copyOf(uid, uid.length + 3 + SYSTEM.length + 1);
    System.arraycopy(aid(), 0, input, uid.length, 3);
    System.arraycopy(SYSTEM, 0, input, uid.length + 3, SYSTEM.length);
    input[input.length - 1] = (byte) number;
    return Aes.diversify(siteKey, input);
  }

  @Override
  public String toString() {
    return String.format("DESFire application %06X", aid);
  }
}
