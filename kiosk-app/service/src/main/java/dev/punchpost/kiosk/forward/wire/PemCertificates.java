package dev.punchpost.kiosk.forward.wire;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// X.509 certificates from a PEM file.
final class PemCertificates {
  private PemCertificates() {}

  /// @return the file's certificates in its order; at least one
  static List<X509Certificate> read(Path path) {
    PemFile file = PemFile.read(path);
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemFile.Block block : file.blocks()) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
        try {
          certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(file.decode(block))));
        } catch (CertificateException e) {
          throw file.broken("certificate " + (certificates.size() + 1) + " is damaged", e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw file.broken("found " + file.blocks().getFirst().label() + ", expected CERTIFICATE", null);
    }
    return certificates;
  }
}
