package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// How to connect; the same for every broker.
///
/// @param clientId `<site>.<id>`; a broker keeps one connection for each
/// @param keepAlive longest silence before a ping, 1 .. 65535 s (MQTT 5, 3.1.2.10); a broker may set its own
/// @param timeout for TCP, for TLS and for CONNACK, each
/// @param tls files for `mqtts`
/// @param will what the broker publishes when the connection ends without a DISCONNECT
/// @param login user name and password, if the broker wants them
public record ConnectOptions(String clientId, Duration keepAlive, Duration timeout, Optional<TlsFiles> tls,
    Optional<Will> will, Optional<Login> login) {
  public ConnectOptions {
    if (clientId.isEmpty()) {
      throw new IllegalArgumentException("a client id is needed");
    }
    if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65535) {
      throw new IllegalArgumentException("keep-alive must be 1 s .. 65535 s");
    }
    if (timeout.toMillis() < 1 || timeout.toHours() > 1) {
      throw new IllegalArgumentException("time-out must be 1 ms .. 1 h");
    }
  }

  /// Without a will and without a login.
  public ConnectOptions(String clientId, Duration keepAlive, Duration timeout, Optional<TlsFiles> tls) {
    this(clientId, keepAlive, timeout, tls, Optional.empty(), Optional.empty());
  }

  /// The last will (MQTT 5, 3.1.2.5), with QoS 1.
  ///
  /// @param payload UTF-8 text; asked for at each connect, on the thread that connects
  public record Will(String topic, Supplier<byte[]> payload, String contentType, boolean retained) {}

  /// @param password asked for at each connect, so that a changed one is picked up; it may throw a [LinkException].
  ///   The bytes are overwritten once they are sent.
  public record Login(String username, Supplier<byte[]> password) {}

  /// 30 s keep-alive, 10 s time-out, no files, no will, no login.
  public static ConnectOptions defaults(String clientId) {
    return new ConnectOptions(clientId, Duration.ofSeconds(30), Duration.ofSeconds(10), Optional.empty());
  }

  /// The same with this last will.
  public ConnectOptions withWill(Will last) {
    return new ConnectOptions(clientId, keepAlive, timeout, tls, Optional.of(last), login);
  }

  /// The same with this login.
  public ConnectOptions withLogin(Login user) {
    return new ConnectOptions(clientId, keepAlive, timeout, tls, will, Optional.of(user));
  }
}
