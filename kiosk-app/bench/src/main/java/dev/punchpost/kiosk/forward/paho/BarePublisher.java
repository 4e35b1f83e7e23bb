package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.BrokerUrl;
import java.util.concurrent.Semaphore;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/// Paho and nothing else: one thread publishes one payload again and again, QoS 1, as many in flight as the broker lets.
public final class BarePublisher {
  private static final int MOST_IN_FLIGHT = 1_000;

  private BarePublisher() {}

  /// @param count messages, 1 or more
  /// @param bytes of each payload
  /// @return messages per second, from the first publication to the last PUBACK
  /// @throws IllegalStateException if the broker cannot be used
  public static double rate(BrokerUrl url, int count, int bytes) throws InterruptedException {
    try {
      MqttAsyncClient client = new MqttAsyncClient((url.tls() ? "ssl://" : "tcp://") + url.host() + ":" + url.port(),
          "bare-publisher", new MemoryPersistence());
      MqttConnectionOptions options = new MqttConnectionOptions();
      options.setCleanStart(true);
      IMqttToken connected = client.connect(options);
      connected.waitForCompletion();
      Integer receiveMaximum = connected.getResponseProperties().getReceiveMaximum();
      int window = Math.min(MOST_IN_FLIGHT, receiveMaximum == null ? 65_535 : receiveMaximum);
      Semaphore places = new Semaphore(window);
      MqttActionListener listener = new MqttActionListener() {
        @Override
        public void onSuccess(IMqttToken token) {
          places.release();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable exception) {
          throw new IllegalStateException(exception);
        }
      };
      byte[] payload = new byte[bytes];
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        places.acquire();
        client.publish("punchpost/v1/bench/bare/punch", new MqttMessage(payload, 1, false, null), null, listener);
      }
      places.acquire(window);
      double rate = count * 1e9 / (System.nanoTime() - start);
      client.disconnect().waitForCompletion();
      client.close();
      return rate;
    } catch (MqttException e) {
      throw new IllegalStateException("the broker cannot be used: " + e.getMessage(), e);
    }
  }
}
