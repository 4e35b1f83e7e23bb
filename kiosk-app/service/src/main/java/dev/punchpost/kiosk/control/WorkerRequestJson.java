package dev.punchpost.kiosk.control;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.punchpost.kiosk.pin.Pin;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The part of [RequestJson] that is about workers and corrections.
final class WorkerRequestJson {
  private WorkerRequestJson() {}

  /// Writes the members of the request's object.
  static void write(Request.OfWorker request, JsonGenerator json) throws IOException {
    switch (request) {
      case Request.Correct correct -> {
        json.writeStringField("command", "correct");
        json.writeStringField("action", correct.action().name().toLowerCase(Locale.ROOT));
        optional("target", correct.target(), json);
        optional("worker", correct.worker(), json);
        optional("kind", correct.kind(), json);
        optional("time", correct.time(), json);
        json.writeStringField("by", correct.by());
        json.writeStringField("pin", correct.pin().digits());
        optional("approvedBy", correct.approval().map(Request.Approval::by), json);
        optional("approverPin", correct.approval().map(approval -> approval.pin().digits()), json);
        json.writeStringField("reason", correct.reason());
      }
      case Request.WorkerShow show -> {
        json.writeStringField("command", "worker-show");
        json.writeStringField("worker", show.worker());
        optional("day", show.day(), json);
      }
      case Request.WorkerPin pin -> {
        json.writeStringField("command", "worker-pin");
        json.writeStringField("worker", pin.worker());
        optional("pin", pin.pin().map(Pin::digits), json);
      }
      case Request.WorkerRole role -> {
        json.writeStringField("command", "worker-role");
        json.writeStringField("worker", role.worker());
        json.writeStringField("add", role.add());
        json.writeStringField("remove", role.remove());
        json.writeBooleanField("reset", role.reset());
      }
      case Request.WorkerErase erase -> {
        json.writeStringField("command", "worker-erase");
        json.writeStringField("worker", erase.worker());
        json.writeStringField("reason", erase.reason());
      }
    }
  }

  private static void optional(String name, Optional<String> value, JsonGenerator json) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  /// @return empty if the command is not one of these
  static Optional<Request> request(String command, Map<String, Object> fields) throws MalformedRequest {
    return switch (command) {
      case "correct" -> Optional.of(correct(fields));
      case "worker-show" -> {
        RequestJson.only(fields, Set.of("worker", "day"));
        yield Optional.of(new Request.WorkerShow(RequestJson.required(fields, "worker"),
            RequestJson.text(fields, "day")));
      }
      case "worker-pin" -> {
        RequestJson.only(fields, Set.of("worker", "pin"));
        yield Optional.of(new Request.WorkerPin(RequestJson.required(fields, "worker"), pin(fields, "pin")));
      }
      case "worker-role" -> {
        RequestJson.only(fields, Set.of("worker", "add", "remove", "reset"));
        yield Optional.of(new Request.WorkerRole(RequestJson.required(fields, "worker"),
            RequestJson.required(fields, "add"), RequestJson.required(fields, "remove"),
            RequestJson.flag(fields, "reset")));
      }
      case "worker-erase" -> {
        RequestJson.only(fields, Set.of("worker", "reason"));
        yield Optional.of(new Request.WorkerErase(RequestJson.required(fields, "worker"),
            RequestJson.required(fields, "reason")));
      }
      default -> Optional.empty();
    };
  }

  private static Request correct(Map<String, Object> fields) throws MalformedRequest {
    RequestJson.only(fields, Set.of("action", "target", "worker", "kind", "time", "by", "pin", "approvedBy",
        "approverPin", "reason"));
    Request.Action action = switch (RequestJson.required(fields, "action")) {
      case "void" -> Request.Action.VOID;
      case "replace" -> Request.Action.REPLACE;
      case "add" -> Request.Action.ADD;
      case "assign" -> Request.Action.ASSIGN;
      default -> throw new MalformedRequest("action is one of void, replace, add, assign");
    };
    Optional<String> approver = RequestJson.text(fields, "approvedBy");
    Optional<Pin> approverPin = pin(fields, "approverPin");
    if (approver.isPresent() != approverPin.isPresent()) {
      throw new MalformedRequest("approvedBy and approverPin go together");
    }
    return new Request.Correct(action, RequestJson.text(fields, "target"), RequestJson.text(fields, "worker"),
        RequestJson.text(fields, "kind"), RequestJson.text(fields, "time"), RequestJson.required(fields, "by"),
        pin(fields, "pin").orElseThrow(() -> new MalformedRequest("pin is missing")),
        approver.flatMap(by -> approverPin.map(pin -> new Request.Approval(by, pin))),
        RequestJson.required(fields, "reason"));
  }

  private static Optional<Pin> pin(Map<String, Object> fields, String name) throws MalformedRequest {
    Optional<String> digits = RequestJson.text(fields, name);
    try {
      return digits.map(Pin::new);
    } catch (IllegalArgumentException e) {
      throw new MalformedRequest(String.valueOf(e.getMessage()));
    }
  }
}
