package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.time.Duration;
import java.util.Optional;

/// How to connect; the same for every broker.
///
/// @param clientId `<site>.<id>`; a broker keeps one connection for each
/// @param keepAlive longest silence before a ping, 1 .. 65535 s (MQTT 5, 3.1.2.10); a broker may set its own
/// @param timeout for TCP, for TLS and for CONNACK, each
/// @param tls files for `mqtts`
public record ConnectOptions(String clientId, Duration keepAlive, Duration timeout, Optional<TlsFiles> tls) {
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

  /// 30 s keep-alive, 10 s time-out, no files.
  public static ConnectOptions defaults(String clientId) {
    return new ConnectOptions(clientId, Duration.ofSeconds(30), Duration.ofSeconds(10), Optional.empty());
  }
}
