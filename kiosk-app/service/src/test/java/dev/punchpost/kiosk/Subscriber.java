package dev.punchpost.kiosk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a broker gives to somebody else: an independent MQTT client that keeps every entry.
public final class Subscriber implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Mqtt5BlockingClient client;
  private final Map<String, byte[]> byId = new ConcurrentHashMap<>();
  private final List<String> altered = new CopyOnWriteArrayList<>();

  public Subscriber(int port) {
    client = MqttClient.builder().useMqttVersion5().identifier("independent").serverHost("127.0.0.1").serverPort(port)
        .automaticReconnectWithDefaultConfig().buildBlocking();
    client.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
    for (String what : List.of("punch", "event")) {
      client.toAsync().subscribeWith().topicFilter("punchpost/v1/+/+/" + what).qos(MqttQos.AT_LEAST_ONCE)
          .callback(message -> received(message.getPayloadAsBytes())).send().join();
    }
  }

  private void received(byte[] payload) {
    try {
      String id = JSON.readTree(payload).path("id").asText();
      byte[] before = byId.putIfAbsent(id, payload);
      if (before != null && !java.util.Arrays.equals(before, payload)) {
        altered.add(id);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every message, repeated ids removed, by sequence. Two messages for one sequence are an error.
  public Map<Long, JsonNode> bySequence() {
    Map<Long, JsonNode> entries = new TreeMap<>();
    for (byte[] payload : byId.values()) {
      try {
        JsonNode entry = JSON.readTree(payload);
        JsonNode other = entries.put(entry.path("data").path("seq").asLong(), entry);
        if (other != null) {
          throw new IllegalStateException("two entries have one sequence: " + other + " and " + entry);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return entries;
  }

  /// Ids that came twice with different content.
  public List<String> altered() {
    return altered;
  }

  public int count() {
    return byId.size();
  }

  @Override
  public void close() {
    try {
      client.disconnect();
    } catch (MqttClientStateException e) {
      // The broker was ended before.
    }
  }
}
