package dev.punchpost.kiosk.forward;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// An independent subscriber (a client library that is not the terminal's) with a persistent session, which comes back
/// by itself. For tests of any module. Any thread.
public final class Subscriber implements AutoCloseable {
  /// @param id of the CloudEvent
  public record Received(String topic, String body, String id, String contentType) {}

  private final Mqtt5AsyncClient client;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();

  private Subscriber(int port) {
    client = Mqtt5Client.builder().identifier("subscriber").serverHost("127.0.0.1").serverPort(port)
        .automaticReconnect().initialDelay(50, TimeUnit.MILLISECONDS).maxDelay(200, TimeUnit.MILLISECONDS)
        .applyAutomaticReconnect().buildAsync();
    client.publishes(MqttGlobalPublishFilter.ALL, this::take);
  }

  /// Connects and subscribes to everything of Punchpost.
  public static Subscriber start(int port) {
    Subscriber subscriber = new Subscriber(port);
    subscriber.client.connectWith().cleanStart(false).sessionExpiryInterval(3600).send().join();
    subscriber.client.subscribeWith().topicFilter("punchpost/v1/#").qos(MqttQos.AT_LEAST_ONCE).send().join();
    return subscriber;
  }

  private void take(Mqtt5Publish publish) {
    String body = StandardCharsets.UTF_8.decode(publish.getPayload().orElseThrow()).toString();
    String id = body.replaceAll("(?s).*\"id\" *: *\"([^\"]+)\".*", "$1");
    received.add(new Received(publish.getTopic().toString(), body, id,
        publish.getContentType().map(Object::toString).orElse("")));
  }

  /// Everything received so far, repetitions included.
  public List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    try {
      client.disconnect().join();
    } catch (CompletionException e) {
      // The broker is gone already; nothing is left to say to it.
      return;
    }
  }
}
