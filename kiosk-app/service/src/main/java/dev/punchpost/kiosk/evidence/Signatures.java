package dev.punchpost.kiosk.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The signatures met on the way along a chain, and whether they are by a key that may sign: one that was given, or,
/// if none was, the one that signed first. One thread.
final class Signatures {
  /// What became of an entry's signature.
  sealed interface Finding {
    /// None, or a good one.
    record Good(boolean checkpoint) implements Finding {}

    /// Good, but over another chain than this.
    record Rewritten() implements Finding {}

    record Bad(String reason) implements Finding {}
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<VerifyingKey> allowed;
  private final boolean trusted;
  private final List<String> keys = new ArrayList<>();
  private final List<JsonNode> retired = new ArrayList<>();
  private long count;

  Signatures(List<VerifyingKey> trusted) {
    this.allowed = new ArrayList<>(trusted);
    this.trusted = !trusted.isEmpty();
  }

  /// @return what is wrong with it
  Optional<String> check(Seal seal, String text) {
    VerifyingKey key;
    try {
      key = new VerifyingKey(seal.publicKey());
    } catch (IllegalArgumentException e) {
      return Optional.of("names no key");
    }
    if (allowed.isEmpty()) {
      allowed.add(key);
    }
    if (!allowed.contains(key)) {
      return Optional.of("is signed by key " + key.id() + ", not by "
          + String.join(" or ", allowed.stream().map(VerifyingKey::id).toList()));
    }
    if (!key.made(seal, text)) {
      return Optional.of("has a signature that key " + key.id() + " did not make");
    }
    count++;
    if (!keys.contains(key.id())) {
      keys.add(key.id());
    }
    return Optional.empty();
  }

  Finding entry(ScannedEntry entry) {
    return switch (entry.type()) {
      case Content.Checkpoint.TYPE -> checkpoint(entry);
      case Content.Retired.TYPE -> retired(entry);
      default -> new Finding.Good(false);
    };
  }

  private Finding checkpoint(ScannedEntry entry) {
    JsonNode json = data(entry, "checkpoint");
    long seq = json.path("seq").asLong();
    long signedCount = json.path("count").asLong();
    Optional<EntryHash> hash = hash(json);
    if (hash.isEmpty()) {
      return new Finding.Bad("the checkpoint has no hash");
    }
    Optional<String> wrong = check(seal(json),
        SignedText.checkpoint(entry.ledger(), seq, hash.get(), signedCount, json.path("time").asText()));
    if (wrong.isPresent()) {
      return new Finding.Bad("the checkpoint " + wrong.get());
    }
    return seq == entry.seq() - 1 && signedCount == seq && hash.get().equals(entry.prev())
        ? new Finding.Good(true)
        : new Finding.Rewritten();
  }

  private Finding retired(ScannedEntry entry) {
    JsonNode json = data(entry, "retired");
    Optional<EntryHash> hash = hash(json);
    if (hash.isEmpty()) {
      return new Finding.Bad("the entry on retired entries has no hash");
    }
    Optional<String> wrong = check(seal(json), SignedText.retired(entry.ledger(), json.path("first").asLong(),
        json.path("last").asLong(), hash.get(), json.path("count").asLong(), json.path("time").asText()));
    if (wrong.isPresent()) {
      return new Finding.Bad("the entry on retired entries " + wrong.get());
    }
    retired.add(json);
    return new Finding.Good(false);
  }

  /// Whether a signed entry tells that everything before this sequence was removed. The rows go from the oldest on, so
  /// that some of what was given up may still be there.
  boolean retiredBefore(long first, EntryHash prev) {
    return retired.stream().anyMatch(json -> json.path("last").asLong() >= first
        || json.path("last").asLong() == first - 1 && json.path("hash").asText().equals(prev.hex()));
  }

  /// The newest entry that was given up, 0 if none was.
  long retiredThrough() {
    return retired.stream().mapToLong(json -> json.path("last").asLong()).max().orElse(0);
  }

  /// Whether keys were given and none of them signed anything.
  boolean noneOfTrusted() {
    return trusted && count == 0;
  }

  long count() {
    return count;
  }

  List<String> keys() {
    return keys;
  }

  private static Optional<EntryHash> hash(JsonNode json) {
    String hex = json.path("hash").asText();
    return EntryHash.isHex(hex) ? Optional.of(new EntryHash(hex)) : Optional.empty();
  }

  private static Seal seal(JsonNode json) {
    return new Seal(json.path("keyId").asText(), json.path("publicKey").asText(), json.path("signature").asText());
  }

  private static JsonNode data(ScannedEntry entry, String member) {
    try {
      return JSON.readTree(entry.text()).path("data").path(member);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("canonical text is JSON", e);
    }
  }
}
