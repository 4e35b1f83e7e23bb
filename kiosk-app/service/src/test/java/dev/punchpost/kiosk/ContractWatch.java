package dev.punchpost.kiosk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Listens at a test's broker, and holds every message that a terminal sends against `docs/schema/`, with a validator and
/// an MQTT library that are not ours. Thread-safe.
public final class ContractWatch implements AutoCloseable {
  private static final String BASE = "https://punchpost.dev/schema/v1/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Mqtt5AsyncClient client;
  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> newest = new ConcurrentHashMap<>();

  public ContractWatch(int port) {
    Path docs = docs();
    factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012, builder -> builder
        .schemaMappers(mappers -> mappers.mapPrefix(BASE, docs.resolve("schema").toUri().toString())));
    client = MqttClient.builder().useMqttVersion5().identifier("contract-watch").serverHost("127.0.0.1")
        .serverPort(port).automaticReconnectWithDefaultConfig().buildAsync();
    client.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send().join();
    client.subscribeWith().topicFilter("punchpost/v1/#").qos(MqttQos.AT_LEAST_ONCE)
        .callback(message -> received(message.getTopic().toString(), message.getPayloadAsBytes())).send().join();
  }

  private static Path docs() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs/schema"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no docs/schema above the module");
    }
    return folder.resolve("docs");
  }

  /// The schema of a topic that terminals publish on; empty for what they only hear.
  private static Optional<String> schemaOf(String topic) {
    String[] levels = topic.split("/");
    if (levels.length == 6 && levels[3].equals("presence")) {
      return Optional.of("presence");
    }
    if (levels.length < 5 || levels[3].equals("roster")) {
      return Optional.empty();
    }
    return switch (levels[4]) {
      case "punch", "event", "status", "manifest" -> Optional.of(levels[4]);
      case "reply" -> Optional.of("command-reply");
      default -> Optional.empty();
    };
  }

  private void received(String topic, byte[] payload) {
    Optional<String> schema = schemaOf(topic);
    if (schema.isEmpty()) {
      return;
    }
    seen.computeIfAbsent(schema.get(), _ -> new AtomicInteger()).incrementAndGet();
    try {
      JsonNode json = JSON.readTree(payload);
      newest.put(topic, json);
      Set<ValidationMessage> wrong = schemas
          .computeIfAbsent(schema.get(), name -> factory.getSchema(SchemaLocation.of(BASE + name + ".json"), config))
          .validate(json);
      if (!wrong.isEmpty()) {
        broken.add(topic + ": " + wrong.iterator().next() + " in " + json);
      }
    } catch (IOException | RuntimeException e) {
      broken.add(topic + ": " + e + " in " + new String(payload, StandardCharsets.UTF_8));
    }
  }

  /// How many messages came of one kind: `punch`, `event`, `status`, `manifest`, `presence`, `command-reply`.
  public int count(String kind) {
    AtomicInteger count = seen.get(kind);
    return count == null ? 0 : count.get();
  }

  /// The newest message of a topic.
  public Optional<JsonNode> newest(String topic) {
    return Optional.ofNullable(newest.get(topic));
  }

  /// Fails if a message was not as the contract says.
  public void assertKept() {
    if (!broken.isEmpty()) {
      throw new AssertionError(broken.size() + " messages are not as the contract says, the first: "
          + broken.getFirst());
    }
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
