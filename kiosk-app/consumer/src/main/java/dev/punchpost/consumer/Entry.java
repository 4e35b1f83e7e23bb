package dev.punchpost.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A ledger entry as it arrived.
///
/// @param id UUID, lower case
/// @param ledger UUID, lower case
/// @param seq 1 or greater
/// @param worker empty if it is about nobody
/// @param time of the event, RFC 3339, as the terminal wrote it
/// @param body the message, byte for byte
record Entry(TerminalName terminal, String id, String ledger, long seq, String type, String worker, String time,
    String body) {
  /// Of a message that is valid by the schema `entry`.
  static Entry of(TerminalName terminal, JsonNode json, String body) {
    JsonNode data = json.path("data");
    return new Entry(terminal, json.path("id").asText(), data.path("ledger").asText(), data.path("seq").asLong(),
        json.path("type").asText(), json.path("subject").asText(""), json.path("time").asText(), body);
  }

  /// Whether `data.hash` is the SHA-256 of the text without that member, as `docs/ledger-format.md` says: one byte that
  /// was changed on the way shows. Members before and after it are kept apart by one comma.
  ///
  /// @return true also for an entry that has no hash
  static boolean isWhole(JsonNode json, String body) {
    String hash = json.path("data").path("hash").asText("");
    if (hash.isEmpty()) {
      return true;
    }
    // No text can hold its own SHA-256 by chance: this is found where the member is, and nowhere else.
    String member = "\"hash\":\"" + hash + "\"";
    int from = body.indexOf(member);
    if (from < 1) {
      return false;
    }
    int to = from + member.length();
    boolean commaBehind = to < body.length() && body.charAt(to) == ',';
    String rest = commaBehind
        ? body.substring(0, from) + body.substring(to + 1)
        : body.substring(0, from - 1) + body.substring(to);
    return hex(rest).equals(hash);
  }

  /// SHA-256 of a text, lower-case hex.
  static String hex(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
