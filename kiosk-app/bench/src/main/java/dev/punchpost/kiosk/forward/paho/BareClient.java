package dev.punchpost.kiosk.forward.paho;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/// A Paho client that begins to connect, and nothing more: what any program with Paho starts with.
public final class BareClient {
  private BareClient() {}

  /// Returns at once; the connection is made, or fails, in threads of Paho's own.
  ///
  /// @param url `tcp://host:port`
  /// @throws IllegalStateException if Paho refuses to begin
  public static void begin(String url) {
    try {
      MqttAsyncClient client = new MqttAsyncClient(url, "bench.bare-start", new MemoryPersistence());
      MqttConnectionOptions settings = new MqttConnectionOptions();
      settings.setAutomaticReconnect(false);
      client.connect(settings);
    } catch (MqttException e) {
      throw new IllegalStateException("Paho cannot begin to connect", e);
    }
  }
}
