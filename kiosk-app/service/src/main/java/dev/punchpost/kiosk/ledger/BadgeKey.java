package dev.punchpost.kiosk.ledger;

import dev.punchpost.hal.credential.CredentialId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret under which an entry names a badge that belongs to nobody: the same badge has the same hash in every
/// entry of this terminal, and without the key nobody can try all card numbers against it (there are so few that a
/// plain hash would hide nothing).
///
/// HMAC-SHA256 (RFC 2104) of the canonical form, cut to 128 bits. Immutable, thread-safe; shows nothing of itself.
public final class BadgeKey {
  /// Length in bytes.
  public static final int LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 16;

  private final byte[] key;

  /// @param key [#LENGTH] random bytes
  public BadgeKey(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalArgumentException("a badge key has " + LENGTH + " bytes");
    }
    this.key = key.clone();
  }

  /// 32 lower-case hex digits.
  public String hash(CredentialId badge) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] whole = mac.doFinal(badge.canonical().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(whole, HASH_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "BadgeKey";
  }
}
