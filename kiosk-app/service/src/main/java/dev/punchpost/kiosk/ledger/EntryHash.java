package dev.punchpost.kiosk.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 (FIPS 180-4) of an entry: of its canonical JSON without the member `data.hash`, and so with
/// `data.prev`, the hash of the entry before it.
///
/// @param hex 64 lower-case hexadecimal digits
public record EntryHash(String hex) {
  public EntryHash {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("a hash has 64 lower-case hexadecimal digits");
    }
  }

  /// Of the UTF-8 bytes of a text.
  public static EntryHash of(String text) {
    return new EntryHash(HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8))));
  }

  /// What the first entry of a ledger follows. Made of the ledger's UUID, so that the beginning of one ledger cannot
  /// pass for that of another.
  public static EntryHash genesis(LedgerId ledger) {
    return of("punchpost-ledger-genesis-v1\n" + ledger + "\n");
  }

  public static boolean isHex(String text) {
    if (text.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /// A new digest; every Java has this one.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
