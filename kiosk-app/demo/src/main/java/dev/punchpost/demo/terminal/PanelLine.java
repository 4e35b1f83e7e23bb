package dev.punchpost.demo.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.demo.judge.Tick;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/// One line of the terminal's panel: the screen, as much of it as the demo acts upon, and the whole of it for the
/// page.
public sealed interface PanelLine {
  /// The line as the panel wrote it.
  String json();

  /// Nobody is here.
  ///
  /// @param online whether the terminal sees the broker
  /// @param waiting entries that the terminal has not delivered yet
  record Idle(String json, boolean online, long waiting) implements PanelLine {}

  /// A tick, new or repeated.
  record Accepted(String json, Tick tick) implements PanelLine {}

  /// No tick, and why.
  record Refused(String json, String reason) implements PanelLine {}

  /// A reader is gone or back.
  record ReaderState(String json, boolean working) implements PanelLine {}

  /// Any other screen.
  record Other(String json, String screen) implements PanelLine {}

  /// Reads a line.
  ///
  /// @return empty if this is no line of a panel
  static Optional<PanelLine> parse(String line) {
    try {
      JsonNode node = Lines.JSON.readTree(line);
      return node == null || !node.path("screen").isTextual()
          ? Optional.empty()
          : Optional.of(of(line, node, node.path("screen").textValue()));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static PanelLine of(String line, JsonNode node, String screen) {
    return switch (screen) {
      case "idle" -> new Idle(line, node.path("online").asBoolean(), node.path("waiting").asLong());
      case "accepted" -> new Accepted(line,
          new Tick(node.path("reader").asText(), node.path("worker").asText(), node.path("kind").asText(),
              OffsetDateTime.parse(node.path("at").asText()).toInstant(), node.path("seq").asLong(),
              node.path("entry").asText(), node.path("repeat").asBoolean(), node.path("outMissing").asBoolean()));
      case "refused" -> new Refused(line, node.path("reason").asText());
      // One that was taken gets its answer later; one that was not counts as refused.
      case "wait" -> node.path("taken").asBoolean() ? new Other(line, screen) : new Refused(line, "WAIT");
      case "reader-state" -> new ReaderState(line, node.path("working").asBoolean());
      default -> new Other(line, screen);
    };
  }

  /// Where the parser is kept, since an interface has no private fields.
  final class Lines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lines() {}
  }
}
