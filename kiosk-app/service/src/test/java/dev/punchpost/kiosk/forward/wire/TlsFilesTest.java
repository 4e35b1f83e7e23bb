package dev.punchpost.kiosk.forward.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.forward.LinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and certificates in the forms in which they are found at sites.
class TlsFilesTest {
  private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

  @TempDir
  Path directory;
  private Certificates certificates;
  private Path ca;

  @BeforeEach
  void authority() {
    certificates = new Certificates(directory);
    ca = certificates.authority("ca");
  }

  private LinkException refused(Path certificate, Path key) {
    TlsFiles files = new TlsFiles(ca, Optional.of(certificate), Optional.of(key));
    LinkException e = assertThrows(LinkException.class, files::load);
    assertEquals(LinkException.Kind.TLS, e.kind());
    return e;
  }

  private static void says(LinkException e, String... words) {
    for (String word : words) {
      assertTrue(String.valueOf(e.getMessage()).contains(word), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-algorithm RSA -pkeyopt rsa_keygen_bits:2048", EC, "-algorithm ED25519"})
  void pkcs8KeysOfTheUsualTypesAreLoaded(String type) {
    Path certificate = certificates.signed("terminal", "ca", type, "DNS:terminal", 5);
    assertNotNull(
        new TlsFiles(ca, Optional.of(certificate), Optional.of(certificates.file("terminal.key"))).load());
  }

  @Test
  void otherKeyFormsAreNamedWithTheWayToConvertThem() {
    Path certificate = certificates.signed("rsa", "ca", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "DNS:a", 5);
    says(refused(certificate, certificates.converted("rsa", "rsa.pkcs1", "rsa", "-traditional")), "rsa.pkcs1",
        "RSA PRIVATE KEY (PKCS#1)", "expected PRIVATE KEY (PKCS#8", "openssl pkcs8 -topk8 -nocrypt -in rsa.pkcs1");
    says(refused(certificate, certificates.converted("rsa", "rsa.secret", "pkcs8", "-topk8", "-passout", "pass:x")),
        "ENCRYPTED PRIVATE KEY (needs a password)", "openssl pkcs8 -topk8");
    Path ec = certificates.signed("ec", "ca", EC, "DNS:a", 5);
    says(refused(ec, certificates.converted("ec", "ec.sec1", "ec")), "EC PRIVATE KEY (SEC 1)");
  }

  @Test
  void whatDoesNotFitTogetherIsNamed() {
    Path one = certificates.signed("one", "ca", EC, "DNS:one", 5);
    Path two = certificates.signed("two", "ca", EC, "DNS:two", 5);
    says(refused(one, certificates.file("two.key")), "two.key", "does not belong to the certificate CN=one");
    says(refused(one, two), "two.pem", "found CERTIFICATE, expected PRIVATE KEY");
    says(refused(certificates.file("one.key"), certificates.file("one.key")), "one.key",
        "found PRIVATE KEY, expected CERTIFICATE");
  }

  @Test
  void filesThatAreNotThereOrNotPemAreNamed() throws IOException {
    Path one = certificates.signed("one", "ca", EC, "DNS:one", 5);
    says(refused(one, directory.resolve("nothing.key")), "nothing.key: no such file");
    Path der = Files.write(directory.resolve("key.der"), new byte[]{0x30, 0x03, 1, 2, 3});
    says(refused(one, der), "key.der", "found no PEM block");
    Path damaged = Files.writeString(directory.resolve("damaged.key"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    says(refused(one, damaged), "damaged.key", "damaged or of an unknown type");
  }
}
