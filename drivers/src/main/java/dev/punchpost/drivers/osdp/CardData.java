package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.UidRules;
import dev.punchpost.hal.credential.WiegandFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What a reader's card replies mean (RAW, FMT and KEYPAD; clauses 7.10 to 7.12).
sealed interface CardData {
  /// A badge.
  record Badge(Credential credential) implements CardData {}

  /// Card data without a meaning.
  record Nothing(OsdpEvent.Fault fault, int bits) implements CardData {}

  /// RAW: reader number, format code, bit count (low byte first), bits with the first one highest.
  static CardData raw(byte[] data, OsdpReaderOptions options) {
    if (data.length < 4) {
      return new Nothing(OsdpEvent.Fault.MALFORMED, 0);
    }
    int count = (data[2] & 0xFF) | ((data[3] & 0xFF) << 8);
    byte[] bits = Arrays.copyOfRange(data, 4, data.length);
    if (count == 0 || bits.length != (count + 7) / 8) {
      return new Nothing(OsdpEvent.Fault.MALFORMED, count);
    }
    for (WiegandFormat format : options.formats()) {
      if (format.bits() == count) {
        return format.decode(bits, count).<CardData>map(Badge::new)
            .orElse(new Nothing(OsdpEvent.Fault.PARITY, count));
      }
    }
    // 4, 7 and 10 bytes without a Wiegand format of that length are a card's UID.
    if (count == 32 || count == 56 || count == 80) {
      byte[] uid = options.uidReversed() ? reversed(bits) : bits;
      // The reader does not tell what kind of card it is, so that only the first of the two random forms is known.
      return UidRules.isRandom(uid, false)
          ? new Nothing(OsdpEvent.Fault.RANDOM_UID, count)
          : new Badge(new Credential.Uid(uid));
    }
    return new Nothing(OsdpEvent.Fault.UNKNOWN_FORMAT, count);
  }

  /// FMT: reader number, direction (1: read backwards), number of characters, characters.
  static CardData formatted(byte[] data) {
    if (data.length < 4 || data.length - 3 != (data[2] & 0xFF)) {
      return new Nothing(OsdpEvent.Fault.MALFORMED, 0);
    }
    byte[] characters = Arrays.copyOfRange(data, 3, data.length);
    String text = new String(data[1] == 1 ? reversed(characters) : characters, StandardCharsets.US_ASCII).strip();
    try {
      return new Badge(new Credential.Text(text));
    } catch (IllegalArgumentException e) {
      return new Nothing(OsdpEvent.Fault.MALFORMED, characters.length * 8);
    }
  }

  /// KEYPAD: reader number, count, keys in ASCII, where 0x7F is `*` and 0x0D is `#`.
  static Optional<String> keys(byte[] data) {
    if (data.length < 3 || data.length - 2 != (data[1] & 0xFF)) {
      return Optional.empty();
    }
    StringBuilder keys = new StringBuilder();
    for (int i = 2; i < data.length; i++) {
      int key = data[i] & 0xFF;
      if (key == 0x7F) {
        keys.append('*');
      } else if (key == 0x0D) {
        keys.append('#');
      } else if (key > 0x20 && key < 0x7F) {
        keys.append((char) key);
      }
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.toString());
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
