package dev.punchpost.kiosk.forward;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /// Largest packet that can be sent, in bytes: what the broker takes (MQTT 5, 3.2.2.3.6), or what the client can.
    int maximumPacketSize();

    /// Hands a QoS 1 publication to the client; [Listener#acknowledged] follows with the same `seq`.
    ///
    /// @throws LinkException if the connection is gone or the message cannot be sent
    void publish(Publication publication);

    /// Subscribes to these filters with QoS 1, in one packet. Does not wait: [Listener#subscribed] follows for each
    /// filter, and what is retained there comes as [Listener#received].
    ///
    /// @param filters MQTT topic filters (MQTT 5, 4.7); not empty
    /// @throws LinkException if the connection is gone
    void subscribe(List<String> filters);

    /// Ends the connection without waiting for anything longer than a moment. Idempotent; never throws.
    @Override
    void close();
  }

  /// What is published. Its payload is UTF-8 text.
  ///
  /// @param seq the entry's sequence, given back with the acknowledgement; 0 and below for what is no ledger entry
  /// @param retained the broker keeps it for those who subscribe later (MQTT 5, 3.3.1.3)
  /// @param correlationData of the request that this answers (MQTT 5, 3.3.2.3.6)
  record Publication(long seq, String topic, byte[] payload, String contentType, boolean retained,
      Optional<byte[]> correlationData) {
    /// A ledger entry: not retained, no answer to anything.
    public Publication(long seq, String topic, byte[] payload, String contentType) {
      this(seq, topic, payload, contentType, false, Optional.empty());
    }

    /// The largest size that its PUBLISH packet can have, in bytes (MQTT 5, 3.3): fixed header 5, topic, packet id 2,
    /// properties' length (at most 4), payload format 2, content type 3 + text, correlation data 3 + bytes, payload.
    public long largestPacket() {
      return 5 + 2 + utf8(topic) + 2 + propertiesLength() + 2 + 3 + utf8(contentType)
          + correlationData.map(data -> 3 + data.length).orElse(0) + payload.length;
    }

    private int propertiesLength() {
      return correlationData.isPresent() ? 4 : 2;
    }

    private static long utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /// A message on a topic that was subscribed to.
  ///
  /// @param payload may be empty: that is how a retained message is deleted
  /// @param retained it was kept by the broker, and is not published just now (MQTT 5, 3.3.1.3)
  /// @param responseTopic where the answer is wanted (MQTT 5, 3.3.2.3.5)
  /// @param correlationData goes back with the answer (MQTT 5, 3.3.2.3.6)
  /// @param expirySeconds what is left of the message's life when the broker sent it (MQTT 5, 3.3.2.3.3); 0 .. 2^32 - 1
  record Received(String topic, byte[] payload, boolean retained, Optional<String> responseTopic,
      Optional<byte[]> correlationData, OptionalLong expirySeconds) {}

  /// What happens on a connection.
  interface Listener {
    /// PUBACK came.
    ///
    /// @param reasonCode MQTT 5 reason code; 0x80 and above is a refusal
    void acknowledged(long seq, int reasonCode);

    /// The connection is gone; told once.
    void lost(String reason);

    /// The same, with the reason code of the broker's DISCONNECT.
    ///
    /// @param reasonCode 0 if there was none
    default void lost(int reasonCode, String reason) {
      lost(reason);
    }

    /// A message came. It is acknowledged to the broker when this returns.
    default void received(Received message) {
      // For those who subscribe to nothing.
    }

    /// SUBACK came.
    ///
    /// @param reasonCode 0, 1, 2 the granted QoS; 0x80 and above a refusal (MQTT 5, 3.9.3)
    default void subscribed(String filter, int reasonCode) {
      // For those who subscribe to nothing.
    }
  }
}
