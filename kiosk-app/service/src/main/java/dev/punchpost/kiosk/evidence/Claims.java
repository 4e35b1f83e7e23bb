package dev.punchpost.kiosk.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Heads that somebody has kept: published entries (checkpoints or others), the first line of an earlier export, the
/// output of `punchpost status --json`, or bare `{"ledger":…,"seq":…,"hash":…}`, one JSON value after another.
final class Claims {
  private Claims() {}

  /// @throws IllegalArgumentException in words, if there is no head in it or something that is none
  static List<LedgerHead> parse(String text) {
    List<LedgerHead> heads = new ArrayList<>();
    try (MappingIterator<JsonNode> values = new ObjectMapper().readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNext()) {
        heads.add(head(values.next()));
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the checkpoint is none: neither an entry, nor the first line of an export, nor"
              + " a status, nor {\"ledger\":…,\"seq\":…,\"hash\":…}",
          e);
    }
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("the checkpoint is empty");
    }
    return heads;
  }

  private static LedgerHead head(JsonNode json) {
    if (json.path("type").asText().equals(ExportHeader.TYPE)) {
      return head(json, "last");
    }
    for (String member : new String[]{"data", "head"}) {
      if (json.path(member).isObject()) {
        return head(json.path(member), "seq");
      }
    }
    return head(json, "seq");
  }

  private static LedgerHead head(JsonNode json, String seq) {
    if (!json.path(seq).isIntegralNumber()) {
      throw new IllegalArgumentException("no sequence");
    }
    return new LedgerHead(new LedgerId(UUID.fromString(json.path("ledger").asText())), json.path(seq).longValue(),
        new EntryHash(json.path("hash").asText()));
  }
}
