package dev.punchpost.kiosk.forward;

import java.nio.charset.StandardCharsets;

/// An MQTT 5 client, as much of it as the forwarder needs. Owned by the forwarder's thread.
public interface MqttLink {
  /// Connects with a clean start and waits for CONNACK.
  ///
  /// @param listener hears of everything that happens later; called on the client's threads, must not block and must
  ///   not call back into the session
  /// @throws LinkException in words a technician understands
  Session connect(BrokerUrl url, Listener listener);

  /// A connection that was accepted. Over as soon as [Listener#lost] was called.
  interface Session extends AutoCloseable {
    /// How many QoS 1 publications may be unacknowledged (MQTT 5, 3.2.2.3.3), 1 .. 65535.
    int receiveMaximum();

    /// Largest packet that the broker takes (MQTT 5, 3.2.2.3.6); Integer.MAX_VALUE if it sets no limit.
    int maximumPacketSize();

    /// Hands a QoS 1 publication to the client; [Listener#acknowledged] follows with the same `seq`.
    ///
    /// @throws LinkException if the connection is gone or the message cannot be sent
    void publish(Publication publication);

    /// Ends the connection without waiting for anything longer than a moment. Idempotent; never throws.
    @Override
    void close();
  }

  /// @param seq the entry's sequence, given back with the acknowledgement
  record Publication(long seq, String topic, byte[] payload, String contentType) {
    /// The largest size that its PUBLISH packet can have, in bytes (MQTT 5, 3.3): fixed header 5, topic, packet id 2,
    /// properties' length 2, payload format 2, content type 3 + text, payload.
    public long largestPacket() {
      return 5 + 2 + utf8(topic) + 2 + 2 + 2 + 3 + utf8(contentType) + payload.length;
    }

    private static long utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /// What happens on a connection.
  interface Listener {
    /// PUBACK came.
    ///
    /// @param reasonCode MQTT 5 reason code; 0x80 and above is a refusal
    void acknowledged(long seq, int reasonCode);

    /// The connection is gone; told once.
    void lost(String reason);
  }
}
