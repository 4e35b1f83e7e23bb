package dev.punchpost.kiosk.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the MQTT client's threads have to say to the forwarder's: kept until it asks. One for each connection, so that
/// an old connection cannot speak into a new one.
final class Inbox implements MqttLink.Listener {
  private final Runnable wake;
  private List<Answer> answers = new ArrayList<>();
  private Optional<String> lost = Optional.empty();

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

  @Override
  public void acknowledged(long seq, int reasonCode) {
    synchronized (this) {
      answers.add(new Answer(seq, reasonCode));
    }
    wake.run();
  }

  @Override
  public void lost(String reason) {
    synchronized (this) {
      lost = Optional.of(reason);
    }
    wake.run();
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
  synchronized Optional<String> lost() {
    return lost;
  }
}
