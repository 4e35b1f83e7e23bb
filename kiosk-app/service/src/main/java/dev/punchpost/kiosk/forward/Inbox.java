package dev.punchpost.kiosk.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the MQTT client's threads have to say to the forwarder's: kept until it asks. One for each connection, so that
/// an old connection cannot speak into a new one.
final class Inbox implements MqttLink.Listener {
  private final Runnable wake;
  private List<Answer> answers = new ArrayList<>();
  private List<MqttLink.Received> messages = new ArrayList<>();
  private List<Subscription> subscriptions = new ArrayList<>();
  private Optional<Lost> lost = Optional.empty();

  /// @param wake wakes the forwarder's thread
  Inbox(Runnable wake) {
    this.wake = wake;
  }

  /// @param reasonCode of PUBACK
  record Answer(long seq, int reasonCode) {
    boolean refusal() {
      return reasonCode >= 0x80;
    }
  }

  /// @param reasonCode of SUBACK
  record Subscription(String filter, int reasonCode) {}

  /// @param reasonCode of DISCONNECT, 0 if there was none
  record Lost(int reasonCode, String reason) {}

  @Override
  public void acknowledged(long seq, int reasonCode) {
    boolean first;
    synchronized (this) {
      first = answers.isEmpty();
      answers.add(new Answer(seq, reasonCode));
    }
    // With others before it, the forwarder was woken already, and waking costs more than an answer.
    if (first) {
      wake.run();
    }
  }

  @Override
  public void lost(String reason) {
    lost(RefusalCode.NONE, reason);
  }

  @Override
  public void lost(int reasonCode, String reason) {
    synchronized (this) {
      lost = Optional.of(new Lost(reasonCode, reason));
    }
    wake.run();
  }

  @Override
  public void received(MqttLink.Received message) {
    synchronized (this) {
      messages.add(message);
    }
    wake.run();
  }

  @Override
  public void subscribed(String filter, int reasonCode) {
    synchronized (this) {
      subscriptions.add(new Subscription(filter, reasonCode));
    }
    wake.run();
  }

  /// Takes the messages that have come.
  synchronized List<MqttLink.Received> takeMessages() {
    if (messages.isEmpty()) {
      return List.of();
    }
    List<MqttLink.Received> taken = messages;
    messages = new ArrayList<>();
    return taken;
  }

  /// Takes the answers to subscriptions that have come.
  synchronized List<Subscription> takeSubscriptions() {
    if (subscriptions.isEmpty()) {
      return List.of();
    }
    List<Subscription> taken = subscriptions;
    subscriptions = new ArrayList<>();
    return taken;
  }

  /// Takes what has come.
  synchronized List<Answer> take() {
    if (answers.isEmpty()) {
      return List.of();
    }
    List<Answer> taken = answers;
    answers = new ArrayList<>();
    return taken;
  }

  /// Why the connection is gone, if it is.
  synchronized Optional<Lost> lost() {
    return lost;
  }
}
