package dev.punchpost.kiosk.forward;

import org.jspecify.annotations.Nullable;

/// The broker could not be reached, or did not want us.
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What went wrong.
  public enum Kind {
    /// The name does not resolve.
    NAME,
    /// Nobody listens, or no route.
    REFUSED,
    /// No answer in time.
    TIMEOUT,
    /// The TLS handshake failed: the message tells whether it was the CA, the date, the host name or the client.
    TLS,
    /// CONNACK said not authorised, or bad credentials.
    NOT_AUTHORISED,
    /// CONNACK said no for another reason.
    BROKER,
    /// The connection broke.
    LOST
  }

  private final Kind kind;

  public LinkException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
