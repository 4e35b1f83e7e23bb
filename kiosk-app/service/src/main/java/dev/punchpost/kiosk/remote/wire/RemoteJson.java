package dev.punchpost.kiosk.remote.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;

/// Reads JSON that strangers sent: bounded in size and depth, no member twice, nothing after its end. Thread-safe; no
/// state.
public final class RemoteJson {
  private static final ObjectReader READER = new ObjectMapper(
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).maxNameLength(64).build()).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).reader();

  private RemoteJson() {}

  /// A message is not what it should be; the message is for the sender and repeats nothing of what was sent.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
      super(message);
    }

    /// What is wrong.
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /// @param largest bytes
  public static JsonNode object(byte[] payload, int largest) throws Malformed {
    if (payload.length > largest) {
      throw new Malformed("more than " + largest + " bytes");
    }
    try {
      JsonNode json = READER.readTree(payload);
      if (!json.isObject()) {
        throw new Malformed("not a JSON object");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new Malformed("not JSON");
    } catch (IOException e) {
      throw new Malformed("not UTF-8");
    }
  }

  /// A member that must be text of 1 to `longest` characters.
  public static String text(JsonNode object, String member, int longest) throws Malformed {
    JsonNode node = object.path(member);
    if (!node.isTextual() || node.textValue().isEmpty() || node.textValue().length() > longest) {
      throw new Malformed(member + " must be text of 1 to " + longest + " characters");
    }
    return node.textValue();
  }

  /// A member that must be a whole number in a range.
  public static long whole(JsonNode object, String member, long least, long most) throws Malformed {
    JsonNode node = object.path(member);
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
      throw new Malformed(member + " must be a whole number, " + least + " to " + most);
    }
    return node.longValue();
  }
}
