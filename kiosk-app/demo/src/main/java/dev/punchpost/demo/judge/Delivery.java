package dev.punchpost.demo.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// A message as the subscriber received it: a CloudEvents 1.0 JSON object (CloudEvents JSON event format, section 3).
///
/// @param id the entry's id
/// @param ledger which ledger the number counts in
/// @param seq the entry's number
/// @param punch what only a punch says
/// @param json the payload, exactly as it came
public record Delivery(String topic, String id, String type, String source, String ledger, long seq, Instant time,
    Optional<Punch> punch, String json) {
  static final String UNIDENTIFIED_TAP = "dev.punchpost.tap.unidentified.v1";
  private static final String PUNCH = "dev.punchpost.punch.v1";
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// Who came or went.
  public record Punch(String worker, String kind, String reader, boolean outMissing) {}

  /// Reads a message.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static Delivery parse(String topic, byte[] payload) {
    String json = new String(payload, StandardCharsets.UTF_8);
    try {
      JsonNode event = JSON.readTree(payload);
      JsonNode data = event.path("data");
      if (!"1.0".equals(text(event, "specversion"))) {
        throw new IllegalArgumentException("specversion is not 1.0");
      }
      String type = text(event, "type");
      String kindOfTopic = type.equals(PUNCH) ? "/punch" : "/event";
      if (!topic.endsWith(kindOfTopic)) {
        throw new IllegalArgumentException("a " + type + " on the topic " + topic);
      }
      return new Delivery(topic, text(event, "id"), type, text(event, "source"), text(data, "ledger"),
          number(data, "seq"), OffsetDateTime.parse(text(event, "time")).toInstant(),
          type.equals(PUNCH) ? Optional.of(punch(event, data)) : Optional.empty(), json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its time is not RFC 3339", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("unreadable", e);
    }
  }

  private static Punch punch(JsonNode event, JsonNode data) {
    String worker = text(data, "worker");
    if (!worker.equals(text(event, "subject"))) {
      throw new IllegalArgumentException("its subject is not its worker");
    }
    boolean outMissing = false;
    for (JsonNode flag : data.path("flags")) {
      outMissing |= flag.asText().equals("PREVIOUS_OUT_MISSING");
    }
    return new Punch(worker, text(data, "kind"), text(data, "reader"), outMissing);
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("no text in \"" + field + "\"");
    }
    return value.textValue();
  }

  private static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || value.longValue() < 1) {
      throw new IllegalArgumentException("no number of 1 or more in \"" + field + "\"");
    }
    return value.longValue();
  }
}
