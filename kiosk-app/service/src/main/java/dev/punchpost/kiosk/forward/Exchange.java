package dev.punchpost.kiosk.forward;

import java.util.List;
import java.util.Optional;

/// Who shares the forwarder's connection: MQTT lets a terminal have one. The ledger goes first, and what is sent here
/// never takes more than a part of the window.
///
/// For implementers: the forwarder's thread calls all but [#received] and [#subscribed], which come from the client's
/// threads. None may block or throw.
public interface Exchange {
  /// For a forwarder that sends the ledger only.
  Exchange NONE = new Exchange() {
    @Override
    public void opened(int maximumPacketSize) {
      // Nothing to say.
    }

    @Override
    public void closed() {
      // Nothing to do again.
    }

    @Override
    public Optional<Outgoing> next() {
      return Optional.empty();
    }

    @Override
    public void acknowledged(Publish message, int reasonCode) {
      // Nothing was sent.
    }

    @Override
    public void received(MqttLink.Received message) {
      // Nothing was subscribed to.
    }
  };

  /// What is to be done on the connection.
  sealed interface Outgoing {}

  /// A message with QoS 1.
  ///
  /// @param publication its `seq` is ignored: the forwarder gives it a number of its own
  record Publish(MqttLink.Publication publication) implements Outgoing {}

  record Subscribe(List<String> filters) implements Outgoing {
    public Subscribe {
      filters = List.copyOf(filters);
    }
  }

  /// A connection is there. Nothing is subscribed to, and what was not acknowledged is lost.
  ///
  /// @param maximumPacketSize bytes, as the broker limits it
  void opened(int maximumPacketSize);

  /// The connection is gone.
  void closed();

  /// Takes what is to be sent next.
  Optional<Outgoing> next();

  /// PUBACK came for a message that [#next] gave.
  ///
  /// @param reasonCode 0x80 and above is a refusal; the message is not sent again
  void acknowledged(Publish message, int reasonCode);

  /// A message came.
  void received(MqttLink.Received message);
}
