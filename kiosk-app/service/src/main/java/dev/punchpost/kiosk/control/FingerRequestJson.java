package dev.punchpost.kiosk.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The part of [RequestJson] that is about consents and fingers.
final class FingerRequestJson {
  private FingerRequestJson() {}

  /// Writes the members of the request's object.
  static void write(Request.OfFingers request, JsonGenerator json) throws IOException {
    switch (request) {
      case Request.ConsentGive(String worker, String textVersion) -> {
        json.writeStringField("command", "consent-give");
        json.writeStringField("worker", worker);
        json.writeStringField("textVersion", textVersion);
      }
      case Request.ConsentWithdraw(String worker) -> {
        json.writeStringField("command", "consent-withdraw");
        json.writeStringField("worker", worker);
      }
      case Request.FingerEnrol enrol -> {
        json.writeStringField("command", "finger-enrol");
        json.writeStringField("worker", enrol.worker());
        if (enrol.reader().isPresent()) {
          json.writeStringField("reader", enrol.reader().get());
        }
        json.writeStringField("seconds", Integer.toString(enrol.seconds()));
      }
      case Request.FingerDelete(String worker) -> {
        json.writeStringField("command", "finger-delete");
        json.writeStringField("worker", worker);
      }
      case Request.FingerList _ -> json.writeStringField("command", "finger-list");
    }
  }

  /// @return empty if the command is not one of these
  static Optional<Request> request(String command, Map<String, Object> fields) throws MalformedRequest {
    return switch (command) {
      case "consent-give" -> {
        RequestJson.only(fields, Set.of("worker", "textVersion"));
        yield Optional.of(new Request.ConsentGive(RequestJson.required(fields, "worker"),
            RequestJson.required(fields, "textVersion")));
      }
      case "consent-withdraw" -> {
        RequestJson.only(fields, Set.of("worker"));
        yield Optional.of(new Request.ConsentWithdraw(RequestJson.required(fields, "worker")));
      }
      case "finger-enrol" -> {
        RequestJson.only(fields, Set.of("worker", "reader", "seconds"));
        yield Optional.of(new Request.FingerEnrol(RequestJson.required(fields, "worker"),
            RequestJson.text(fields, "reader"), RequestJson.seconds(fields)));
      }
      case "finger-delete" -> {
        RequestJson.only(fields, Set.of("worker"));
        yield Optional.of(new Request.FingerDelete(RequestJson.required(fields, "worker")));
      }
      case "finger-list" -> {
        RequestJson.only(fields, Set.of());
        yield Optional.of(new Request.FingerList());
      }
      default -> Optional.empty();
    };
  }
}
