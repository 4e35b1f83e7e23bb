package dev.punchpost.drivers.pcsc;

import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.credential.UidRules;
import java.util.Arrays;
import java.util.Optional;

/// What a PC/SC reader tells of a card: its ATR, and its answer to the pseudo-APDU for the UID (PC/SC part 3, version
/// 2.01.09, sections 3.1.3.2.3 and 3.2.2.1.3). Pure.
final class CardAnswer {
  /// GET DATA, P1 = 00: the card's UID, whatever its length.
  static final byte[] GET_UID = {(byte) 0xFF, (byte) 0xCA, 0x00, 0x00, 0x00};

  /// Of a card with ISO 14443-4 the reader makes 3B 8n 80 01, n historical bytes, checksum.
  private static final byte[] CONTACTLESS = {0x3B, (byte) 0x80, (byte) 0x80, 0x01};
  private static final int HISTORICAL_AT = 4;
  /// Historical bytes of a type B card: application data, protocol information, buffer length.
  private static final int TYPE_B_HISTORICAL = 8;
  /// The DESFire's only historical byte.
  private static final byte DESFIRE_HISTORICAL = (byte) 0x80;

  private CardAnswer() {}

  /// The UID in an answer.
  ///
  /// @return empty if the reader or the card knows none
  static Optional<byte[]> uid(byte[] answer) {
    int length = answer.length - 2;
    return length > 0 && answer[length] == (byte) 0x90 && answer[length + 1] == 0x00
        ? Optional.of(Arrays.copyOf(answer, length))
        : Optional.empty();
  }

  /// The card as the shared rules want it; ATQA and SAK, which PC/SC does not tell, are those of a DESFire if the ATR is
  /// one's, else zero.
  ///
  /// @return empty if the number is none that can identify a badge
  static Optional<TypeACard> card(byte[] atr, byte[] uid) {
    if (uid.length != 4 && uid.length != 7 && uid.length != 10) {
      return Optional.empty();
    }
    int historical = historical(atr);
    if (uid.length == 4 && historical == TYPE_B_HISTORICAL) {
      // A type B card's number (PUPI) may be made up anew at each power-up, and nothing tells whether it is.
      return Optional.empty();
    }
    if (historical == 1 && atr[HISTORICAL_AT] == DESFIRE_HISTORICAL) {
      int atqa = uid.length == 4 ? UidRules.DESFIRE_RANDOM_ATQA : UidRules.DESFIRE_ATQA;
      return Optional.of(new TypeACard(uid, atqa, UidRules.DESFIRE_SAK));
    }
    return Optional.of(new TypeACard(uid, 0, 0));
  }

  /// How many historical bytes the ATR of a contactless card with ISO 14443-4 has; -1 for any other ATR.
  private static int historical(byte[] atr) {
    if (atr.length < HISTORICAL_AT + 1 || atr[0] != CONTACTLESS[0] || (atr[1] & 0xF0) != 0x80
        || atr[2] != CONTACTLESS[2] || atr[3] != CONTACTLESS[3]) {
      return -1;
    }
    int count = atr[1] & 0x0F;
    return atr.length == HISTORICAL_AT + count + 1 ? count : -1;
  }
}
