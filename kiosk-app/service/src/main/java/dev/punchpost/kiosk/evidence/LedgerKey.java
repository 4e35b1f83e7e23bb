package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.files.PrivateFile;
import dev.punchpost.kiosk.ledger.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The terminal's own Ed25519 key (RFC 8032), in the data directory as `ledger.key` (0600): PKCS#8 and, because Java
/// does not make the public key from the private one, the public key, both as PEM. Thread-safe.
public final class LedgerKey {
  private static final Logger log = LoggerFactory.getLogger(LedgerKey.class);
  private static final String FILE = "ledger.key";
  private static final Pattern PRIVATE = Pattern
      .compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");

  private final PrivateKey key;
  private final VerifyingKey publicKey;

  private LedgerKey(PrivateKey key, VerifyingKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
    // Also what makes the first signature slow (providers, tables) is over before the first tap.
    if (!publicKey.made(sign("self-test"), "self-test")) {
      throw new IllegalArgumentException("the private and the public key do not belong together");
    }
  }

  /// The key, made if there is none. A file that holds no key is set aside: a terminal that records with a new key is
  /// better than one that does not record, and whoever verifies is told of another signer.
  ///
  /// @param directory the data directory, held by this process
  /// @param now names what is set aside
  /// @throws IOException if it cannot be read or written
  public static LedgerKey open(Path directory, Instant now) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      Optional<LedgerKey> found = find(directory);
      if (found.isPresent()) {
        return found.get();
      }
    } catch (IllegalArgumentException e) {
      Path aside = directory.resolve(FILE + ".damaged-" + now.getEpochSecond());
      Files.move(file, aside);
      log.error("{} holds no key ({}); it was set aside as {}, the ledger goes on with a new key", file, e.getMessage(),
          aside.getFileName());
    }
    LedgerKey made = make();
    PrivateFile.replace(file, made.pem().getBytes(StandardCharsets.US_ASCII));
    log.info("made the ledger's key {}", made.publicKey.id());
    return made;
  }

  /// The key, if there is one.
  ///
  /// @throws IllegalArgumentException if the file holds no key
  /// @throws IOException if the file cannot be read
  public static Optional<LedgerKey> find(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Matcher pem = PRIVATE.matcher(text);
    if (!pem.find()) {
      throw new IllegalArgumentException("no private key in PEM");
    }
    try {
      PrivateKey key = KeyFactory.getInstance("Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
      return Optional.of(new LedgerKey(key, VerifyingKey.parse(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }

  static LedgerKey make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new LedgerKey(pair.getPrivate(), VerifyingKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java since 15 has it
    }
  }

  private String pem() {
    return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n" + publicKey.pem();
  }

  public VerifyingKey publicKey() {
    return publicKey;
  }

  /// Signs the UTF-8 bytes of a text.
  public Seal sign(String text) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      return new Seal(publicKey.id(), publicKey.hex(), HexFormat.of().formatHex(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the ledger's key does not sign", e);
    }
  }
}
