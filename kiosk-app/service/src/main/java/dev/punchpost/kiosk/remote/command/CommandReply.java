package dev.punchpost.kiosk.remote.command;

import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.Content.CommandReceived.Outcome;
import java.util.Locale;
import java.util.Optional;

/// The answer to a command. See `docs/schema/command-reply.json`.
///
/// @param reason why it was not done; empty if it was
/// @param result what it found, for commands that find something
record CommandReply(String command, Outcome outcome, String reason, Optional<CanonicalJson> result) {
  static CommandReply done(String command) {
    return new CommandReply(command, Outcome.DONE, "", Optional.empty());
  }

  static CommandReply done(String command, CanonicalJson result) {
    return new CommandReply(command, Outcome.DONE, "", Optional.of(result));
  }

  static CommandReply refused(String command, String reason) {
    return new CommandReply(command, Outcome.REFUSED, reason, Optional.empty());
  }

  static CommandReply failed(String command, String reason) {
    return new CommandReply(command, Outcome.FAILED, reason, Optional.empty());
  }

  String json() {
    CanonicalJson.Members json = CanonicalJson.object().put("command", command).put("outcome",
        outcome.name().toLowerCase(Locale.ROOT));
    if (!reason.isEmpty()) {
      json.put("reason", reason);
    }
    result.ifPresent(found -> json.put("result", found));
    return json.build().text();
  }
}
