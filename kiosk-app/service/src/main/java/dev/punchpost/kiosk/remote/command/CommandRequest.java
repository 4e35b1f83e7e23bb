package dev.punchpost.kiosk.remote.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.remote.wire.RemoteJson;
import dev.punchpost.kiosk.remote.wire.RemoteJson.Malformed;
import dev.punchpost.kiosk.roster.WorkerId;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;

/// What a command asks, read from its payload. See `docs/schema/command-request.json`. A member that is not known is
/// refused: leaving it out could do something else than what was asked.
sealed interface CommandRequest {
  /// Largest payload in bytes.
  int LARGEST = 4_096;
  int LONGEST_REQUESTER = 80;
  int LONGEST_TEXT = 160;

  /// @param seconds 1 .. 60
  record Identify(int seconds) implements CommandRequest {}

  /// @param ledger in which the sequences are meant
  record Replay(LedgerId ledger, long from, long to) implements CommandRequest {}

  record Manifest(LedgerId ledger, long from, long to) implements CommandRequest {}

  /// @param hours how long it waits for the worker, 1 .. 720
  record Message(WorkerId worker, String text, int hours) implements CommandRequest {}

  record Refresh() implements CommandRequest {}

  record Restart() implements CommandRequest {}

  record Doctor() implements CommandRequest {}

  record Unlock() implements CommandRequest {}

  /// Who asks, as the request asserts; empty if it does not say so in a way that can be written down.
  static String requestedBy(JsonNode json) {
    JsonNode node = json.path("requestedBy");
    return node.isTextual() && isPlain(node.textValue(), LONGEST_REQUESTER) ? node.textValue() : "";
  }

  /// @param name the topic's last level
  /// @return empty if there is no such command
  static Optional<CommandRequest> parse(String name, JsonNode json) throws Malformed {
    Set<String> arguments = switch (name) {
      case "identify" -> Set.of("seconds");
      case "replay", "manifest" -> Set.of("ledger", "from", "to");
      case "message" -> Set.of("worker", "text", "hours");
      case "refresh", "restart", "doctor", "unlock" -> Set.of();
      default -> Set.of("");
    };
    if (arguments.contains("")) {
      return Optional.empty();
    }
    for (Iterator<String> members = json.fieldNames(); members.hasNext();) {
      String member = members.next();
      if (!member.equals("requestedBy") && !arguments.contains(member)) {
        throw new Malformed("a member that " + name + " does not know; it knows requestedBy"
            + arguments.stream().sorted().map(known -> ", " + known).reduce("", String::concat));
      }
    }
    if (requestedBy(json).isEmpty()) {
      throw new Malformed("requestedBy must say who asks, in 1 to " + LONGEST_REQUESTER + " plain characters");
    }
    return Optional.of(switch (name) {
      case "identify" -> new Identify(json.has("seconds") ? (int) RemoteJson.whole(json, "seconds", 1, 60) : 10);
      case "replay" -> new Replay(ledger(json), from(json), to(json));
      case "manifest" -> new Manifest(ledger(json), from(json), to(json));
      case "message" -> message(json);
      case "refresh" -> new Refresh();
      case "restart" -> new Restart();
      case "doctor" -> new Doctor();
      case "unlock" -> new Unlock();
      default -> throw new IllegalStateException("every name with arguments is here");
    });
  }

  private static LedgerId ledger(JsonNode json) throws Malformed {
    String text = RemoteJson.text(json, "ledger", 36);
    try {
      LedgerId ledger = new LedgerId(UUID.fromString(text));
      if (ledger.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return ledger;
      }
    } catch (IllegalArgumentException e) {
      throw new Malformed("ledger must be a UUID");
    }
    throw new Malformed("ledger must be a UUID");
  }

  private static long from(JsonNode json) throws Malformed {
    return RemoteJson.whole(json, "from", 1, CanonicalJson.LARGEST);
  }

  private static long to(JsonNode json) throws Malformed {
    return RemoteJson.whole(json, "to", from(json), CanonicalJson.LARGEST);
  }

  private static Message message(JsonNode json) throws Malformed {
    String worker = RemoteJson.text(json, "worker", 32);
    if (!WorkerId.isValid(worker)) {
      throw new Malformed("worker must match [A-Za-z0-9._-]{1,32}");
    }
    String text = RemoteJson.text(json, "text", LONGEST_TEXT);
    if (!isPlain(text, LONGEST_TEXT)) {
      throw new Malformed("text must be of plain characters, not only blanks");
    }
    int hours = json.has("hours") ? (int) RemoteJson.whole(json, "hours", 1, 720) : 72;
    return new Message(new WorkerId(worker), text, hours);
  }

  /// No control characters, nothing that turns the direction of text, no half characters.
  private static boolean isPlain(String text, int longest) {
    IntPredicate odd = c -> switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE,
          Character.FORMAT, Character.UNASSIGNED, Character.PRIVATE_USE ->
        true;
      default -> false;
    };
    return !text.isBlank() && text.length() <= longest && text.codePoints().noneMatch(odd);
  }
}
