package dev.punchpost.hal.credential;

/// Which ISO 14443-3 type A numbers are an identity. One rule for every reader that sees them.
///
/// Source: ISO/IEC 14443-3:2018 section 6.5.4 (a single-size UID that begins with 0x08 is random); MIFARE DESFire cards
/// set to "random ID" are seen with 0x80 as well.
public final class UidRules {
  /// SENS_RES of a DESFire with its own 7-byte number.
  public static final int DESFIRE_ATQA = 0x0344;
  /// SENS_RES of a DESFire that gives a random 4-byte number.
  public static final int DESFIRE_RANDOM_ATQA = 0x0304;
  /// SEL_RES of a card with ISO 14443-4 and nothing else.
  public static final int DESFIRE_SAK = 0x20;

  private UidRules() {}

  /// Whether the answers to request and select are those of a DESFire. Others share them: only the card's own commands
  /// tell for certain.
  ///
  /// @param atqa as 16 bits, the byte that is sent first in the lower half
  /// @param sak of the last cascade level
  public static boolean looksLikeDesfire(int atqa, int sak) {
    return sak == DESFIRE_SAK && (atqa == DESFIRE_ATQA || atqa == DESFIRE_RANDOM_ATQA);
  }

  /// Whether the number is made up anew each time the card is powered, and so says nothing about who holds it.
  ///
  /// @param uid 4, 7 or 10 bytes, cascade tags removed
  /// @param desfire whether the card looks like a DESFire; false if the reader cannot tell
  public static boolean isRandom(byte[] uid, boolean desfire) {
    return uid.length == 4 && (uid[0] == 0x08 || (desfire && uid[0] == (byte) 0x80));
  }
}
