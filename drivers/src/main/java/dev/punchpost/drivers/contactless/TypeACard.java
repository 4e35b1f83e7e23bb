package dev.punchpost.drivers.contactless;

import dev.punchpost.hal.credential.UidRules;
import java.util.Arrays;

/// A card that answered to its whole number.
///
/// @param uid 4, 7 or 10 bytes, cascade tags removed
/// @param atqa its answer to the request, 16 bits, the byte that is sent first in the lower half
/// @param sak its answer to the last select, 8 bits
public record TypeACard(byte[] uid, int atqa, int sak) {
  public TypeACard {
    uid = uid.clone();
    if (uid.length != 4 && uid.length != 7 && uid.length != 10) {
      throw new IllegalArgumentException("UID of " + uid.length + " bytes, expected 4, 7 or 10");
    }
    if ((atqa & 0xFFFF) != atqa || (sak & 0xFF) != sak) {
      throw new IllegalArgumentException("ATQA or SAK out of range");
    }
  }

  @Override
  public byte[] uid() {
    return uid.clone();
  }

  public boolean looksLikeDesfire() {
    return UidRules.looksLikeDesfire(atqa, sak);
  }

  public boolean hasRandomUid() {
    return UidRules.isRandom(uid, looksLikeDesfire());
  }

  /// Whether both are the same plastic. Two random numbers are taken for one card: it makes up a new one each time.
  boolean isSameAs(TypeACard other) {
    return Arrays.equals(uid, other.uid) || (hasRandomUid() && other.hasRandomUid());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypeACard that && Arrays.equals(uid, that.uid) && atqa == that.atqa && sak == that.sak;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(uid) + 7 * atqa + sak;
  }

  /// Kind of card, without its number.
  @Override
  public String toString() {
    return String.format("card with %d-byte UID, ATQA %04X, SAK %02X", uid.length, atqa, sak);
  }
}
