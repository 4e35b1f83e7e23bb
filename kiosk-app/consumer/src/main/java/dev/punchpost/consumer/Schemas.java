package dev.punchpost.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The contract's JSON Schemas (`docs/schema/`), applied by a validator that is not ours. Thread-safe.
public final class Schemas {
  /// What every schema's `$id` starts with.
  private static final String BASE = "https://punchpost.dev/schema/v1/";
  private static final String HERE = "classpath:dev/punchpost/consumer/schema/";

  private final JsonMapper mapper = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
      builder -> builder.schemaMappers(mappers -> mappers.mapPrefix(BASE, HERE)));
  private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
  private final Map<String, JsonSchema> known = new ConcurrentHashMap<>();

  /// A message is not what the contract says.
  public static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /// Reads a message and validates it.
  ///
  /// @param schema name of a file in `docs/schema/` without `.json`
  /// @throws Invalid with the first thing that is wrong: where, what was found or expected; never the message itself
  public JsonNode valid(String schema, byte[] message) throws Invalid {
    JsonNode json;
    try {
      json = mapper.readTree(message);
    } catch (JsonProcessingException e) {
      throw new Invalid("not JSON: " + e.getOriginalMessage());
    } catch (java.io.IOException e) {
      throw new Invalid("not JSON: " + e.getMessage());
    }
    if (json == null || json.isMissingNode()) {
      throw new Invalid("empty");
    }
    validate(schema, json);
    return json;
  }

  /// Validates what was read already.
  public void validate(String schema, JsonNode json) throws Invalid {
    Set<ValidationMessage> wrong = schema(schema).validate(json);
    if (!wrong.isEmpty()) {
      String first = wrong.iterator().next().getMessage();
      throw new Invalid("not valid by " + schema + ".json: " + first.substring(0, Math.min(300, first.length())));
    }
  }

  /// Whether the contract has a schema of its own for this type of event.
  public boolean knows(String type) {
    return Schemas.class.getResource("schema/event/" + type.replaceFirst("^dev\\.punchpost\\.", "") + ".json") != null;
  }

  private JsonSchema schema(String name) {
    return known.computeIfAbsent(name, n -> factory.getSchema(SchemaLocation.of(BASE + n + ".json"), config));
  }
}
