package dev.punchpost.kiosk.forward.wire;

import dev.punchpost.kiosk.forward.LinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The PEM files of a TLS connection. Read anew for each connection, so that renewed ones are picked up.
///
/// @param ca certificates of the authorities that may sign the broker's; only these are trusted
/// @param certificate this terminal's certificate, followed by intermediate ones; goes with `key`
/// @param key its private key, PKCS#8
/// @param allow12 whether TLS 1.2 will do where a broker has no TLS 1.3
public record TlsFiles(Path ca, Optional<Path> certificate, Optional<Path> key, boolean allow12) {
  public TlsFiles {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("certificate and key go together");
    }
  }

  /// TLS 1.3 only.
  public TlsFiles(Path ca, Optional<Path> certificate, Optional<Path> key) {
    this(ca, certificate, key, false);
  }

  /// When this terminal's certificate ends; empty if it has none. Reads the file. Any thread.
  ///
  /// @throws LinkException of kind TLS if the file is bad
  public Optional<Instant> certificateEnds() {
    return certificate.map(file -> PemCertificates.read(file).getFirst().getNotAfter().toInstant());
  }

  /// Reads the files. Any thread.
  ///
  /// @throws LinkException of kind TLS, naming the file, what was found and what is expected
  public SSLContext load() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      Optional<KeyManagerFactory> own = keys();
      context.init(own.isPresent() ? own.get().getKeyManagers() : new KeyManager[0], trust().getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new LinkException(LinkException.Kind.TLS, "TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// Who may sign the broker's certificate. Reads the file. Any thread.
  public TrustManagerFactory trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = emptyStore();
    List<X509Certificate> authorities = PemCertificates.read(ca);
    for (int i = 0; i < authorities.size(); i++) {
      trusted.setCertificateEntry("ca-" + i, authorities.get(i));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return trust;
  }

  /// Our own certificate and key, if there are any. Reads the files. Any thread.
  public Optional<KeyManagerFactory> keys() throws GeneralSecurityException, IOException {
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = PemCertificates.read(certificate.get());
    PrivateKey privateKey = PemKey.read(key.get(), chain.getFirst());
    KeyStore own = emptyStore();
    // The store lives in memory only; a password would guard nothing.
    own.setKeyEntry("terminal", privateKey, new char[0], chain.toArray(new X509Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, new char[0]);
    return Optional.of(keys);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
