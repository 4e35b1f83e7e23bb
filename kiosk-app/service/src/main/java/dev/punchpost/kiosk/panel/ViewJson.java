package dev.punchpost.kiosk.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchpost.hal.panel.View;

/// A [View] as one line of JSON: `view` names its kind (`Idle`, `Greeting` …), the other members are its fields.
public final class ViewJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String KIND = "view";

  private ViewJson() {}

  public static String write(View view) {
    return node(view).toString();
  }

  static ObjectNode node(View view) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put(KIND, view.getClass().getSimpleName());
    json.setAll((ObjectNode) MAPPER.valueToTree(view));
    return json;
  }

  /// @throws IllegalArgumentException if it is no view that this version knows
  public static View read(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      for (Class<?> kind : View.class.getPermittedSubclasses()) {
        if (json instanceof ObjectNode object && kind.getSimpleName().equals(object.path(KIND).asText())) {
          object.remove(KIND);
          return (View) MAPPER.treeToValue(object, kind);
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a view that cannot be read: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("a kind of view that is not known");
  }
}
