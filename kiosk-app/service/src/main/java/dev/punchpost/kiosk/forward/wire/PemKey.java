package dev.punchpost.kiosk.forward.wire;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/// A private key from a PEM file: PKCS#8, unencrypted (RFC 5958), the one form that the JDK reads by itself.
final class PemKey {
  /// Key types of certificates that TLS clients have.
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private PemKey() {}

  /// @param certificate whose key it must be
  static PrivateKey read(Path path, X509Certificate certificate) {
    PemFile file = PemFile.read(path);
    for (PemFile.Block block : file.blocks()) {
      if (block.label().equals("PRIVATE KEY")) {
        PrivateKey key = decode(file, block);
        if (!belongs(key, certificate)) {
          throw file.broken("the key does not belong to the certificate " + certificate.getSubjectX500Principal(),
              null);
        }
        return key;
      }
    }
    // An EC file of openssl may begin with EC PARAMETERS: the key is what the technician must hear about.
    String found = file.blocks().stream().map(PemFile.Block::label).filter(label -> label.endsWith("PRIVATE KEY"))
        .findFirst().orElse(file.blocks().getFirst().label());
    throw file.broken("found " + describe(found) + ", expected PRIVATE KEY (PKCS#8, not encrypted)"
        + (found.endsWith("PRIVATE KEY")
            ? "; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + path.getFileName()
                + " -out " + path.getFileName() + ".pkcs8"
            : ""),
        null);
  }

  private static String describe(String label) {
    return switch (label) {
      case "RSA PRIVATE KEY" -> "RSA PRIVATE KEY (PKCS#1)";
      case "EC PRIVATE KEY" -> "EC PRIVATE KEY (SEC 1)";
      case "ENCRYPTED PRIVATE KEY" -> "ENCRYPTED PRIVATE KEY (needs a password)";
      default -> label;
    };
  }

  private static PrivateKey decode(PemFile file, PemFile.Block block) {
    byte[] der = file.decode(block);
    try {
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
          // Another type of key: the next one may fit.
        }
      }
    } finally {
      Arrays.fill(der, (byte) 0);
    }
    throw file.broken("the private key is damaged or of an unknown type, expected RSA, EC or Ed25519", null);
  }

  /// Signs and verifies: what counts is that the two fit, whatever the type.
  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    String signature = switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
    try {
      byte[] sample = certificate.getEncoded();
      Signature signer = Signature.getInstance(signature);
      signer.initSign(key);
      signer.update(sample);
      byte[] signed = signer.sign();
      signer.initVerify(certificate.getPublicKey());
      signer.update(sample);
      return signer.verify(signed);
    } catch (GeneralSecurityException e) {
      // RSASSA-PSS needs parameters; the handshake will tell.
      return key.getAlgorithm().equals("RSASSA-PSS");
    }
  }
}
