package dev.punchpost.kiosk.forward;

import java.net.URI;

/// A broker's address: `mqtt://host[:1883]` or `mqtts://host[:8883]`.
///
/// @param port 1 .. 65535
public record BrokerUrl(boolean tls, String host, int port) {
  /// @throws IllegalArgumentException with what is expected
  public static BrokerUrl parse(String text) {
    String expected = "expected mqtt://host[:port] or mqtts://host[:port]";
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(expected, e);
    }
    boolean tls = "mqtts".equals(uri.getScheme());
    String path = uri.getPath();
    if ((!tls && !"mqtt".equals(uri.getScheme())) || uri.getHost() == null || uri.getUserInfo() != null
        || (path != null && !path.isEmpty() && !path.equals("/")) || uri.getQuery() != null || uri.getFragment() != null
        || uri.getPort() == 0 || uri.getPort() > 65535) {
      throw new IllegalArgumentException(expected);
    }
    return new BrokerUrl(tls, uri.getHost(), uri.getPort() < 0 ? (tls ? 8883 : 1883) : uri.getPort());
  }

  @Override
  public String toString() {
    return (tls ? "mqtts://" : "mqtt://") + host + ":" + port;
  }
}
