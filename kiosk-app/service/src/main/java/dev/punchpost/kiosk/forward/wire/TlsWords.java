package dev.punchpost.kiosk.forward.wire;

import dev.punchpost.kiosk.forward.BrokerUrl;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says what went wrong with TLS in words for a technician.
public final class TlsWords {
  private TlsWords() {}

  /// @param failure of the handshake, or of the first read after it (with TLS 1.3 the broker judges the client's
  ///   certificate only then)
  /// @param files what was used, if anything
  public static String of(IOException failure, BrokerUrl url, Optional<TlsFiles> files) {
    Throwable expired = find(failure, CertificateExpiredException.class);
    if (expired != null) {
      return "TLS: the certificate of " + url + " has expired (" + expired.getMessage()
          + "); renew it, or check this terminal's clock";
    }
    Throwable early = find(failure, CertificateNotYetValidException.class);
    if (early != null) {
      return "TLS: the certificate of " + url + " is not valid yet (" + early.getMessage()
          + "); check this terminal's clock";
    }
    if (find(failure, CertPathBuilderException.class) != null
        || find(failure, CertPathValidatorException.class) != null) {
      return "TLS: the certificate of " + url + " is not signed by a trusted CA; wrong CA in "
          + files.map(used -> used.ca().toString()).orElse("the system's trust store, none is configured") + "?";
    }
    Throwable name = find(failure, CertificateException.class);
    if (name != null) {
      return "TLS: the certificate of " + url + " is for another host name (" + name.getMessage() + ")";
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("protocol_version") || message.contains("protocol is disabled")
        || message.contains("protocol version") || message.contains("not accepted by client preferences")) {
      return "TLS: " + url + (files.map(TlsFiles::allow12).orElse(false)
          ? " offers neither TLS 1.3 nor 1.2"
          : " does not offer TLS 1.3; if it must be, [mqtt.tls] oldest = \"1.2\" allows the one before");
    }
    return words(message, url, files.isPresent() && files.get().certificate().isPresent());
  }

  private static String words(String message, BrokerUrl url, boolean ownCertificate) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("certificate_required") || (text.contains("handshake_failure") && !ownCertificate)) {
      return "TLS: " + url + " asks for this terminal's certificate"
          + (ownCertificate ? "" : ", and none is configured") + " (" + message + ")";
    }
    if (text.contains("received fatal alert") && (text.contains("certificate") || text.contains("unknown_ca"))) {
      return "TLS: " + url + " refused this terminal's certificate (" + message + ")";
    }
    if (text.contains("unrecognized ssl message") || text.contains("unsupported or unrecognized")) {
      return "TLS: " + url + " does not speak TLS on this port; use mqtt:// or another port";
    }
    if (text.contains("closed after the handshake") || text.contains("terminated the handshake")
        || text.contains("connection reset") || text.contains("broken pipe")) {
      // A broker that closes with something unread resets the connection, and its alert may be lost with it.
      return "TLS: " + url + " closed the connection during the handshake"
          + (ownCertificate
              ? "; it may have refused this terminal's certificate"
              : "; it may ask for this terminal's certificate, and none is configured");
    }
    return "TLS: the handshake with " + url + " failed (" + message + ")";
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return cause;
      }
    }
    return null;
  }
}
