package dev.punchpost.kiosk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/// The central system of a site, with another MQTT library than the terminal's.
final class Central implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String DOOR_1 = "punchpost/v1/plant-a/door-1/";
  private static final String REPLY = DOOR_1 + "reply/central";

  private final Mqtt5AsyncClient client;
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

  /// @param correlation what came back with it, as text
  record Reply(JsonNode json, String correlation) {
    String outcome() {
      return json.path("outcome").asText();
    }
  }

  Central(int port) {
    client = MqttClient.builder().useMqttVersion5().identifier("central").serverHost("127.0.0.1").serverPort(port)
        .automaticReconnectWithDefaultConfig().buildAsync();
    client.connectWith().cleanStart(true).send().join();
    client.subscribeWith().topicFilter(REPLY).qos(MqttQos.AT_LEAST_ONCE).callback(message -> {
      try {
        byte[] correlation = new byte[message.getCorrelationData().map(data -> data.remaining()).orElse(0)];
        message.getCorrelationData().ifPresent(data -> data.get(correlation));
        replies.add(new Reply(JSON.readTree(message.getPayloadAsBytes()),
            new String(correlation, StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }).send().join();
  }

  /// Sends a command to door 1 and waits for its answer.
  Reply command(String name, String json) throws InterruptedException {
    return command(name, json, UUID.randomUUID().toString());
  }

  Reply command(String name, String json, String correlation) throws InterruptedException {
    client.publishWith().topic(DOOR_1 + "cmd/" + name).qos(MqttQos.AT_LEAST_ONCE).responseTopic(REPLY)
        .correlationData(correlation.getBytes(StandardCharsets.UTF_8)).messageExpiryInterval(30)
        .payload(json.getBytes(StandardCharsets.UTF_8)).send().join();
    return reply();
  }

  /// Sends a command as somebody would who has not read the contract.
  ///
  /// @param retained wrong
  void rudeCommand(String name, String json, boolean retained) {
    client.publishWith().topic(DOOR_1 + "cmd/" + name).qos(MqttQos.AT_LEAST_ONCE).responseTopic(REPLY)
        .retain(retained).payload(json.getBytes(StandardCharsets.UTF_8)).send().join();
  }

  /// The next answer.
  Reply reply() throws InterruptedException {
    Reply reply = replies.poll(20, TimeUnit.SECONDS);
    if (reply == null) {
      throw new AssertionError("no answer");
    }
    return reply;
  }

  boolean isSilent(Duration time) throws InterruptedException {
    return replies.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
  }

  /// Publishes a retained message.
  void retain(String topic, byte[] payload) {
    client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).retain(true).payload(payload).send().join();
  }

  void retain(String topic, String text) {
    retain(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Publishes a roster in chunks, and names it.
  void roster(String version, String csv, int chunkSize) {
    byte[] file = gzip(csv);
    int chunks = (file.length + chunkSize - 1) / chunkSize;
    for (int n = 1; n <= chunks; n++) {
      retain("punchpost/v1/plant-a/roster/" + version + "/" + n,
          Arrays.copyOfRange(file, (n - 1) * chunkSize, Math.min(file.length, n * chunkSize)));
    }
    retain("punchpost/v1/plant-a/roster/current",
        "{\"version\":\"" + version + "\",\"chunks\":" + chunks + ",\"sha256\":\"" + sha256(file) + "\"}");
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
