package dev.punchpost.drivers.blebadge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret of one phone or badge, and the tokens that come of it: the first 16 bytes of
/// `HMAC-SHA256(secret, "punchpost-ble" ‖ step)`, the step being the 20-second interval since 1970 as 8 bytes, highest
/// first. `toString` never shows the secret.
///
/// @param badge the name in the roster (`text:ble:…`), 1 .. 64 of `A-Za-z0-9._-`
/// @param secret 16 .. 64 bytes
public record TokenSecret(String badge, byte[] secret) {
  /// Length of a step, in seconds.
  public static final int STEP_SECONDS = 20;

  private static final byte[] CONTEXT = "punchpost-ble".getBytes(StandardCharsets.US_ASCII);

  public TokenSecret {
    secret = secret.clone();
    if (!badge.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException("name of a badge: expected 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    if (secret.length < 16 || secret.length > 64) {
      throw new IllegalArgumentException("secret of " + secret.length + " bytes, expected 16 to 64");
    }
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  /// The token of a step.
  public byte[] token(long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(CONTEXT);
      return Arrays.copyOf(mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array()), Beacon.TOKEN_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenSecret that && badge.equals(that.badge) && Arrays.equals(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return badge.hashCode();
  }

  @Override
  public String toString() {
    return "TokenSecret[" + badge + "]";
  }
}
