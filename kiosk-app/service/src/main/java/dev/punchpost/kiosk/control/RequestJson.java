package dev.punchpost.kiosk.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A [Request] as one JSON object: `command` names it, the other members are its fields. A member that is not known
/// is refused, because leaving it out could do something else than what was asked (`merge`, `from`).
///
/// Written and read token by token: no data binding, which would cost `punchpost status` most of its start-up time.
final class RequestJson {
  /// Shared with the answers' reader and writer. Names are not interned: they come from strangers.
  static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(
          StreamReadConstraints.builder().maxNestingDepth(4).maxNameLength(64).maxStringLength(16 << 20).build())
      .build().setRootValueSeparator("");

  private RequestJson() {}

  static void write(Request request, JsonGenerator json) throws IOException {
    json.writeStartObject();
    switch (request) {
      case Request.Status status -> {
        json.writeStringField("command", "status");
        json.writeBooleanField("json", status.json());
      }
      case Request.RosterImport roster -> {
        json.writeStringField("command", "roster-import");
        json.writeStringField("file", roster.file());
        json.writeBooleanField("merge", roster.merge());
        json.writeBooleanField("force", roster.force());
        json.writeStringField("csv", roster.csv());
      }
      case Request.OfWorker it -> WorkerRequestJson.write(it, json);
      case Request.OfFingers it -> FingerRequestJson.write(it, json);
      case Request.RosterList _ -> json.writeStringField("command", "roster-list");
      case Request.Screen _ -> json.writeStringField("command", "screen");
      case Request.OutboxList _ -> json.writeStringField("command", "outbox-list");
      case Request.OutboxRetry(Optional<String> seq) -> {
        json.writeStringField("command", "outbox-retry");
        if (seq.isPresent()) {
          json.writeStringField("seq", seq.get());
        }
      }
      case Request.RosterExport _ -> json.writeStringField("command", "roster-export");
      case Request.Punches punches -> {
        json.writeStringField("command", "punches");
        if (punches.from().isPresent()) {
          json.writeStringField("from", punches.from().get());
        }
        if (punches.to().isPresent()) {
          json.writeStringField("to", punches.to().get());
        }
        json.writeStringField("format", punches.format().name().toLowerCase(Locale.ROOT));
      }
      case Request.LedgerVerify verify -> {
        json.writeStringField("command", "ledger-verify");
        json.writeStringField("keys", verify.keys());
        json.writeStringField("checkpoints", verify.checkpoints());
      }
      case Request.LedgerExport export -> {
        json.writeStringField("command", "ledger-export");
        if (export.from().isPresent()) {
          json.writeStringField("from", export.from().get());
        }
        if (export.to().isPresent()) {
          json.writeStringField("to", export.to().get());
        }
      }
      case Request.LedgerKey _ -> json.writeStringField("command", "ledger-key");
      case Request.ReaderLearn learn -> {
        json.writeStringField("command", "reader-learn");
        if (learn.worker().isPresent()) {
          json.writeStringField("worker", learn.worker().get());
        }
        json.writeStringField("seconds", Integer.toString(learn.seconds()));
        json.writeBooleanField("numbers", learn.numbers());
      }
      case Request.CardIssue issue -> {
        json.writeStringField("command", "card-issue");
        json.writeStringField("reader", issue.reader());
        if (issue.worker().isPresent()) {
          json.writeStringField("worker", issue.worker().get());
        }
        json.writeStringField("seconds", Integer.toString(issue.seconds()));
      }
      case Request.DoorUnlock(String reason) -> {
        json.writeStringField("command", "door-unlock");
        json.writeStringField("reason", reason);
      }
    }
    json.writeEndObject();
  }

  /// Reads one object and leaves the stream after it.
  ///
  /// @throws MalformedRequest in words for the client; never with what it sent
  static Request read(InputStream in) throws IOException, MalformedRequest {
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(in)) {
      json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedRequest("a request is one JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        Object value = switch (json.nextToken()) {
          case VALUE_STRING -> json.getText();
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          case null, default -> throw new MalformedRequest("a member of the request is neither text nor true or false");
        };
        fields.put(name, value);
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new MalformedRequest("the request ends too early");
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new MalformedRequest("the request is not JSON (" + e.getClass().getSimpleName() + ")");
    }
    return request(fields);
  }

  private static Request request(Map<String, Object> fields) throws MalformedRequest {
    String command = text(fields, "command")
        .orElseThrow(() -> new MalformedRequest("the request names no command"));
    return switch (command) {
      case "status" -> {
        only(fields, Set.of("json"));
        yield new Request.Status(flag(fields, "json"));
      }
      case "roster-import" -> {
        only(fields, Set.of("file", "csv", "merge", "force"));
        yield new Request.RosterImport(required(fields, "file"), required(fields, "csv"), flag(fields, "merge"),
            flag(fields, "force"));
      }
      case "roster-list" -> {
        only(fields, Set.of());
        yield new Request.RosterList();
      }
      case "roster-export" -> {
        only(fields, Set.of());
        yield new Request.RosterExport();
      }
      case "screen" -> {
        only(fields, Set.of());
        yield new Request.Screen();
      }
      case "outbox-list" -> {
        only(fields, Set.of());
        yield new Request.OutboxList();
      }
      case "outbox-retry" -> {
        only(fields, Set.of("seq"));
        yield new Request.OutboxRetry(text(fields, "seq"));
      }
      case "punches" -> {
        only(fields, Set.of("from", "to", "format"));
        Request.Format format = switch (required(fields, "format")) {
          case "table" -> Request.Format.TABLE;
          case "csv" -> Request.Format.CSV;
          case "json" -> Request.Format.JSON;
          default -> throw new MalformedRequest("format is one of table, csv, json");
        };
        yield new Request.Punches(text(fields, "from"), text(fields, "to"), format);
      }
      case "ledger-verify" -> {
        only(fields, Set.of("keys", "checkpoints"));
        yield new Request.LedgerVerify(required(fields, "keys"), required(fields, "checkpoints"));
      }
      case "ledger-export" -> {
        only(fields, Set.of("from", "to"));
        yield new Request.LedgerExport(text(fields, "from"), text(fields, "to"));
      }
      case "ledger-key" -> {
        only(fields, Set.of());
        yield new Request.LedgerKey();
      }
      case "door-unlock" -> {
        only(fields, Set.of("reason"));
        yield new Request.DoorUnlock(required(fields, "reason"));
      }
      case "reader-learn" -> {
        only(fields, Set.of("worker", "seconds", "numbers"));
        yield new Request.ReaderLearn(text(fields, "worker"), seconds(fields), flag(fields, "numbers"));
      }
      case "card-issue" -> {
        only(fields, Set.of("reader", "worker", "seconds"));
        yield new Request.CardIssue(required(fields, "reader"), text(fields, "worker"), seconds(fields));
      }
      default -> {
        Optional<Request> request = WorkerRequestJson.request(command, fields);
        if (request.isEmpty()) {
          request = FingerRequestJson.request(command, fields);
        }
        yield request.orElseThrow(() -> new MalformedRequest("this service does not know that command; is the command"
            + " line of another version than the service?"));
      }
    };
  }

  static void only(Map<String, Object> fields, Set<String> known) throws MalformedRequest {
    for (String name : fields.keySet()) {
      if (!name.equals("command") && !known.contains(name)) {
        throw new MalformedRequest("the request has a member that this service does not know");
      }
    }
  }

  static Optional<String> text(Map<String, Object> fields, String name) throws MalformedRequest {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw new MalformedRequest(name + " must be text");
  }

  static String required(Map<String, Object> fields, String name) throws MalformedRequest {
    return text(fields, name).orElseThrow(() -> new MalformedRequest(name + " is missing"));
  }

  static int seconds(Map<String, Object> fields) throws MalformedRequest {
    String text = required(fields, "seconds");
    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > 120) {
      throw new MalformedRequest("seconds must be 1 to 120");
    }
    return Integer.parseInt(text);
  }

  static boolean flag(Map<String, Object> fields, String name) throws MalformedRequest {
    Object value = fields.get(name);
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new MalformedRequest(name + " must be true or false");
  }
}
