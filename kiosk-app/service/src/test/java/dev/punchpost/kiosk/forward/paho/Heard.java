package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.MqttLink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A listener that remembers.
final class Heard implements MqttLink.Listener {
  final List<String> acknowledged = new CopyOnWriteArrayList<>();
  final List<String> subscribed = new CopyOnWriteArrayList<>();
  final List<MqttLink.Received> received = new CopyOnWriteArrayList<>();
  final List<String> lost = new CopyOnWriteArrayList<>();

  @Override
  public void acknowledged(long seq, int reasonCode) {
    acknowledged.add(seq + ":" + reasonCode);
  }

  @Override
  public void received(MqttLink.Received message) {
    received.add(message);
  }

  @Override
  public void subscribed(String filter, int reasonCode) {
    subscribed.add(filter + ":" + reasonCode);
  }

  @Override
  public void lost(String reason) {
    lost.add(reason);
  }
}
