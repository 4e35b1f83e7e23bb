package dev.punchpost.kiosk.forward;

import java.util.List;
import java.util.Optional;

/// What a terminal says and hears over the forwarder's connection besides its ledger entries. All methods are called on
/// the forwarder's thread and must not block; [Forwarder#wake()] tells it that there is something to send.
public interface Correspondent {
  /// Nothing to say, deaf.
  Correspondent NONE = new Correspondent() {};

  /// What to subscribe to on each new connection.
  default List<String> filters() {
    return List.of();
  }

  /// A new connection stands and the subscriptions are asked for. What had no answer before will have none: it is to be
  /// said again if it still matters.
  default void connected() {}

  /// What to subscribe to as well, on the connection that stands. Asked as often as [#next].
  default List<String> moreFilters() {
    return List.of();
  }

  /// SUBACK came for a filter.
  ///
  /// @param reasonCode 0x80 and above is a refusal
  default void subscribed(String filter, int reasonCode) {}

  /// A message came on one of the filters.
  default void received(MqttLink.Received message) {}

  /// What is to be published next, if there is anything: it goes before ledger entries, as soon as the broker's window
  /// has room. Its `seq` is 0 or below, and comes back in [#answered].
  default Optional<MqttLink.Publication> next() {
    return Optional.empty();
  }

  /// PUBACK came, or the message is too large for the broker and was not sent (0x95).
  ///
  /// @param reasonCode 0x80 and above is a refusal
  default void answered(long seq, int reasonCode) {}
}
