package dev.punchpost.demo.broker;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Listens at the broker, as a payroll system would, with another MQTT library than the terminal's.
public final class Subscriber implements AutoCloseable {
  private static final long WAIT_SECONDS = 60;
  private static final String MARK = "punchpost-demo/mark";

  /// Hears of every message; called on the client's thread, in the order of arrival.
  @FunctionalInterface
  public interface Listener {
    void received(String topic, byte[] payload);
  }

  private static final List<String> ENTRIES = List.of("punchpost/v1/+/+/punch", "punchpost/v1/+/+/event");

  private final Mqtt5AsyncClient client;
  private final ConcurrentHashMap<String, CompletableFuture<Boolean>> marks = new ConcurrentHashMap<>();

  private Subscriber(Mqtt5AsyncClient client) {
    this.client = client;
  }

  /// Connects and subscribes to all ledger entries that terminals publish.
  ///
  /// @param port the broker's, on 127.0.0.1
  public static Subscriber connect(int port, Listener listener) throws IOException, InterruptedException {
    Mqtt5AsyncClient client = Mqtt5Client.builder().identifier("demo-witness").serverHost("127.0.0.1").serverPort(port)
        .buildAsync();
    Subscriber subscriber = new Subscriber(client);
    await(client.connectWith().cleanStart(true).send(), "connect");
    for (String entries : ENTRIES) {
      await(client.subscribeWith().topicFilter(entries).qos(MqttQos.AT_LEAST_ONCE)
          .callback(message -> listener.received(message.getTopic().toString(), message.getPayloadAsBytes())).send(),
          "subscribe");
    }
    await(client.subscribeWith().topicFilter(MARK).qos(MqttQos.AT_LEAST_ONCE)
        .callback(message -> subscriber.marked(message.getPayloadAsBytes())).send(), "subscribe");
    return subscriber;
  }

  /// Waits until everything that the broker had accepted before this call has been heard here: a mark of our own goes
  /// through the same queue.
  public void drain(Duration timeout) throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    marks.put(mark, heard);
    await(client.publishWith().topic(MARK).qos(MqttQos.AT_LEAST_ONCE).payload(mark.getBytes(StandardCharsets.UTF_8))
        .send(), "publish");
    await(heard.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS), "hear its own mark");
  }

  private void marked(byte[] payload) {
    CompletableFuture<Boolean> heard = marks.remove(new String(payload, StandardCharsets.UTF_8));
    if (heard != null) {
      heard.complete(true);
    }
  }

  private static void await(CompletableFuture<?> step, String what) throws IOException, InterruptedException {
    try {
      step.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the subscriber cannot " + what, e);
    }
  }

  @Override
  public void close() {
    try {
      client.disconnect().get(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The broker is closed next, which ends the connection as well.
    }
  }
}
