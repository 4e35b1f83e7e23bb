package dev.punchpost.drivers.fingervault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key of the templates at rest: AES-256. Never in a log: `toString` shows nothing of it. Immutable.
public final class VaultKey {
  private static final int BYTES = 32;
  static final int CHECK_BYTES = 8;

  private final byte[] bytes;

  private VaultKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes what a key file or a systemd credential holds: 32 bytes, or 64 hex characters with or without a line end
  /// (`openssl rand -hex 32`).
  ///
  /// @param content is not kept; the caller overwrites it
  /// @throws IllegalArgumentException if it is something else; the message does not repeat it
  public static VaultKey of(byte[] content) {
    if (content.length == BYTES) {
      return new VaultKey(content.clone());
    }
    int end = content.length;
    while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
      end--;
    }
    if (end != 2 * BYTES) {
      throw unusable();
    }
    byte[] key = new byte[BYTES];
    for (int i = 0; i < end; i++) {
      if (content[i] < 0 || !HexFormat.isHexDigit(content[i])) {
        throw unusable();
      }
      key[i / 2] = (byte) (key[i / 2] << 4 | HexFormat.fromHexDigit(content[i]));
    }
    return new VaultKey(key);
  }

  private static IllegalArgumentException unusable() {
    return new IllegalArgumentException("the key of the templates has 32 bytes, or 64 hex characters");
  }

  SecretKey secret() {
    return new SecretKeySpec(bytes, "AES");
  }

  /// Tells keys apart without telling anything of them.
  byte[] check() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal("punchpost template key".getBytes(StandardCharsets.US_ASCII)), CHECK_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VaultKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(check());
  }

  @Override
  public String toString() {
    return "VaultKey(hidden)";
  }
}
