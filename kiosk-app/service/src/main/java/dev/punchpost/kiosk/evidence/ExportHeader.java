package dev.punchpost.kiosk.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The first line of an export: what is in it, signed by the ledger's key, so that nothing can be cut off at either end.
///
/// @param first first entry
/// @param last last entry
/// @param prev what the first entry follows
/// @param hash of the last entry
/// @param time when the export was made
record ExportHeader(LedgerId ledger, long first, long last, EntryHash prev, EntryHash hash, String time, Seal seal) {
  static final String TYPE = "dev.punchpost.ledger.export.v1";
  private static final Seal UNSEALED = new Seal("", "", "");

  static ExportHeader signed(LedgerId ledger, long first, long last, EntryHash prev, EntryHash hash, String time,
      LedgerKey key) {
    ExportHeader unsealed = new ExportHeader(ledger, first, last, prev, hash, time, UNSEALED);
    return new ExportHeader(ledger, first, last, prev, hash, time, key.sign(SignedText.export(unsealed)));
  }

  long count() {
    return last - first + 1;
  }

  /// The canonical line.
  String line() {
    return CanonicalJson.object().put("type", TYPE).put("ledger", ledger.toString()).put("first", first)
        .put("last", last).put("count", count()).put("prev", prev.hex()).put("hash", hash.hex()).put("time", time)
        .put("keyId", seal.keyId()).put("publicKey", seal.publicKey()).put("signature", seal.signature()).build()
        .text();
  }

  /// @return empty if the line is no such header
  static Optional<ExportHeader> parse(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    try {
      JsonNode json = new ObjectMapper().readTree(text);
      if (!json.path("type").asText().equals(TYPE)) {
        return Optional.empty();
      }
      ExportHeader header = new ExportHeader(new LedgerId(UUID.fromString(json.path("ledger").asText())),
          json.path("first").asLong(), json.path("last").asLong(), new EntryHash(json.path("prev").asText()),
          new EntryHash(json.path("hash").asText()), json.path("time").asText(), new Seal(json.path("keyId").asText(),
              json.path("publicKey").asText(), json.path("signature").asText()));
      // The one text for this content, so that there is nothing in the line that is not signed.
      return header.line().equals(text) && header.first >= 1 && header.last >= header.first
          ? Optional.of(header)
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
