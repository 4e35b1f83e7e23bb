package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.LinkException.Kind;
import dev.punchpost.kiosk.forward.wire.TlsWords;
import java.io.EOFException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/// What a failed CONNECT or a lost connection means (MQTT 5, 3.2.2.2 and 3.14.2.1).
final class ConnectFailure {
  /// Reason codes of packets are one byte and refusals start here; Paho's own codes are elsewhere.
  private static final int FIRST_REFUSAL = 0x80;
  private static final int LAST_REFUSAL = 0xFF;

  private ConnectFailure() {}

  static LinkException of(@Nullable Throwable failure, BrokerUrl url, ConnectOptions options) {
    if (failure instanceof LinkException known) {
      return known;
    }
    if (ssl(failure) instanceof SSLException e) {
      return new LinkException(Kind.TLS, TlsWords.of(e, url, options.tls()), e);
    }
    int code = failure instanceof MqttException e ? e.getReasonCode() : 0;
    if (code >= FIRST_REFUSAL && code <= LAST_REFUSAL) {
      return switch (code) {
        case 0x86, 0x87, 0x8A, 0x8C -> new LinkException(Kind.NOT_AUTHORISED,
            url + " refuses this terminal as " + options.clientId() + ": " + words(code), failure);
        default -> new LinkException(Kind.BROKER, url + " refuses the connection: " + words(code), failure);
      };
    }
    String hint = url.tls() ? "; is this terminal's certificate refused?" : "; is it a TLS port?";
    return new LinkException(Kind.LOST, url + " closed the connection without an answer" + hint, failure);
  }

  /// A reason code in words, with its number.
  static String words(int code) {
    String words = switch (code) {
      case 0x81, 0x82 -> "protocol error";
      case 0x84 -> "it does not speak MQTT 5";
      case 0x85 -> "client id not allowed";
      case 0x86 -> "wrong user name or password";
      case 0x87 -> "not authorised";
      case 0x88 -> "server unavailable";
      case 0x89 -> "server busy";
      case 0x8A -> "banned";
      case 0x8B -> "server shutting down";
      case 0x8C -> "wrong authentication method";
      case 0x8D -> "keep-alive time-out";
      case 0x8E -> "another client with the same client id has connected";
      case 0x93 -> "too many publications at once";
      case 0x95 -> "packet too large";
      case 0x96 -> "too many messages";
      case 0x97 -> "quota exceeded";
      case 0x98 -> "closed by an administrator";
      case 0x9C, 0x9D -> "use another server";
      case 0x9F -> "too many connections";
      default -> "reason code";
    };
    return words + String.format(Locale.ROOT, " (0x%02X)", code);
  }

  /// Why a connection that worked is gone.
  static String lost(int code, @Nullable Throwable cause) {
    if (code >= FIRST_REFUSAL && code <= LAST_REFUSAL) {
      return "the broker closed the connection: " + words(code);
    }
    if (code == 0 && cause == null) {
      return "the broker closed the connection";
    }
    Throwable root = cause;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof MqttException e && (e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_TIMEOUT
        || e.getReasonCode() == MqttClientException.REASON_CODE_WRITE_TIMEOUT)) {
      return "the broker no longer answers pings";
    }
    // Used just when it had closed: Paho then says no more than that it is not connected.
    if (root instanceof EOFException
        || root instanceof MqttException e
            && e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED) {
      return "the broker closed the connection";
    }
    return "the connection broke" + (root == null || root.getMessage() == null ? "" : " (" + root.getMessage() + ")");
  }

  private static @Nullable Throwable ssl(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return cause;
      }
    }
    return null;
  }
}
