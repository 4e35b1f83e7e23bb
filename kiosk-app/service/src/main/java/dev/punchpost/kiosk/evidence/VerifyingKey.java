package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public half of a ledger's Ed25519 key (RFC 8032).
///
/// @param hex the 32 bytes in 64 lower-case hexadecimal digits
public record VerifyingKey(String hex) {
  /// SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410, section 4).
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final Pattern PEM = Pattern
      .compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----");

  public VerifyingKey {
    if (!EntryHash.isHex(hex)) {
      throw new IllegalArgumentException("an Ed25519 public key has 64 lower-case hexadecimal digits");
    }
  }

  static VerifyingKey of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    if (encoded.length != SPKI.length + 32 || !Arrays.equals(encoded, 0, SPKI.length, SPKI, 0, SPKI.length)) {
      throw new IllegalArgumentException("not an Ed25519 public key");
    }
    return new VerifyingKey(HexFormat.of().formatHex(encoded, SPKI.length, encoded.length));
  }

  /// Reads a PEM file's text (`punchpost ledger key`), or the 64 digits as `status` shows them.
  ///
  /// @throws IllegalArgumentException if it is neither
  public static VerifyingKey parse(String text) {
    String bare = text.strip();
    if (EntryHash.isHex(bare)) {
      return new VerifyingKey(bare);
    }
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new IllegalArgumentException("not an Ed25519 public key: neither PEM nor 64 hexadecimal digits");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    if (encoded.length != SPKI.length + 32 || !Arrays.equals(encoded, 0, SPKI.length, SPKI, 0, SPKI.length)) {
      throw new IllegalArgumentException("a public key, but not one of Ed25519");
    }
    return new VerifyingKey(HexFormat.of().formatHex(encoded, SPKI.length, encoded.length));
  }

  /// The first 16 digits of the SHA-256 of the 32 bytes.
  public String id() {
    return HexFormat.of().formatHex(EntryHash.sha256().digest(HexFormat.of().parseHex(hex)), 0, 8);
  }

  /// PEM (RFC 7468, section 13), as OpenSSL reads it.
  public String pem() {
    byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + 32);
    System.arraycopy(HexFormat.of().parseHex(hex), 0, encoded, SPKI.length, 32);
    return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(encoded)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /// Whether this key made the seal for this text.
  public boolean made(Seal seal, String text) {
    if (!seal.publicKey().equals(hex) || !seal.keyId().equals(id()) || !seal.signature().matches("[0-9a-f]{128}")) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey());
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(HexFormat.of().parseHex(seal.signature()));
    } catch (GeneralSecurityException e) {
      return false; // a point that is not on the curve, or no signature at all
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + 32);
    System.arraycopy(HexFormat.of().parseHex(hex), 0, encoded, SPKI.length, 32);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
