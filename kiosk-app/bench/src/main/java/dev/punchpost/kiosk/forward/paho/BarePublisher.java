package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.wire.BrokerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/// Publishes as fast as Paho alone can: one payload from memory, a window of publications in flight, nothing stored,
/// nothing kept. With the options of [PahoLink], and over the same kind of socket (TCP_NODELAY, TLS), so that the ratio
/// to it is ours alone.
public final class BarePublisher {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private BarePublisher() {}

  /// Connects, publishes, waits for the last PUBACK, disconnects.
  ///
  /// @param messages how many, above zero
  /// @param size of each payload in bytes
  /// @param window publications in flight at most; the broker's receive maximum may be lower
  /// @return messages per second from the first publication to the last PUBACK
  /// @throws LinkException if the broker cannot be reached, refuses, or goes
  public static double messagesPerSecond(BrokerUrl url, ConnectOptions options, String topic, int messages, int size,
      int window) {
    try (LentSocket socket = new LentSocket(BrokerSocket.open(url, options.tls(), options.timeout()))) {
      return publish(socket, options, topic, messages, size, window);
    } catch (MqttException e) {
      throw new LinkException(LinkException.Kind.LOST, url + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException(LinkException.Kind.LOST, "interrupted", e);
    }
  }

  private static double publish(LentSocket socket, ConnectOptions options, String topic, int messages, int size,
      int window) throws MqttException, InterruptedException {
    MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1", options.clientId(), new MemoryPersistence(),
        new KeepAlive(options.clientId()), null);
    try {
      MqttConnectionOptions settings = new MqttConnectionOptions();
      settings.setCleanStart(true);
      settings.setAutomaticReconnect(false);
      settings.setKeepAliveInterval((int) options.keepAlive().toSeconds());
      settings.setSocketFactory(socket.factory());
      IMqttToken connected = client.connect(settings);
      socket.lend();
      connected.waitForCompletion(options.timeout().toMillis());
      Integer receiveMaximum = connected.getResponseProperties().getReceiveMaximum();
      int most = receiveMaximum == null ? window : Math.min(window, receiveMaximum);
      Answers answers = new Answers(most);
      byte[] payload = new byte[size];
      Arrays.fill(payload, (byte) 'x');
      long start = System.nanoTime();
      for (int i = 0; i < messages; i++) {
        answers.awaitRoom();
        MqttProperties properties = new MqttProperties();
        properties.setPayloadFormat(true);
        properties.setContentType("application/cloudevents+json");
        client.publish(topic, new MqttMessage(payload, 1, false, properties), null, answers);
      }
      answers.awaitAll(most);
      return messages * 1e9 / (System.nanoTime() - start);
    } finally {
      socket.farewell(Duration.ofMillis(300));
      socket.close();
      client.disconnectForcibly(0, 0, false);
      socket.awaitWriter();
      client.close(true);
    }
  }

  /// Room in the window. A refusal ends the measurement.
  private static final class Answers implements MqttActionListener {
    private final Semaphore room;
    private final AtomicReference<@Nullable String> refused = new AtomicReference<>();

    Answers(int window) {
      room = new Semaphore(window);
    }

    @Override
    public void onSuccess(IMqttToken token) {
      int[] codes = token.getReasonCodes();
      if (codes == null || codes.length == 0 || codes[0] >= 0x80) {
        refused.set("a publication was refused");
      }
      room.release();
    }

    @Override
    public void onFailure(IMqttToken token, @Nullable Throwable exception) {
      refused.set("a publication failed: " + exception);
      room.release();
    }

    void awaitRoom() throws InterruptedException {
      awaitAll(1);
    }

    void awaitAll(int places) throws InterruptedException {
      boolean came = room.tryAcquire(places, LONGEST.toSeconds(), TimeUnit.SECONDS);
      String why = refused.get();
      if (!came || why != null) {
        throw new LinkException(LinkException.Kind.LOST, why == null ? "no acknowledgement" : why, null);
      }
    }
  }
}
