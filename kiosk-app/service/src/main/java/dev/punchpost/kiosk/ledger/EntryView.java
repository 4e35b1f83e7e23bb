package dev.punchpost.kiosk.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A stored entry taken apart again, for lists and exports; never on the way of a tap.
///
/// Members that this version does not know are ignored, and words such as a kind or a flag stay words, because a newer
/// version may have written them. Immutable.
public final class EntryView {
  private static final ObjectReader JSON = new ObjectMapper().reader();

  /// What a punch says beside the members that every entry has.
  ///
  /// @param worker worker id
  /// @param kind `IN`, `OUT` or a later word
  /// @param reader the reader's name
  /// @param credential kind of badge, such as `em`
  /// @param flags words of [Flag] or later ones, sorted
  public record Punch(String worker, String kind, String reader, String credential, List<String> flags) {
    public Punch {
      flags = List.copyOf(flags);
    }
  }

  /// A punch as a correction tells it.
  ///
  /// @param kind `IN`, `OUT` or a later word
  public record Punched(String worker, String kind, OffsetDateTime time) {}

  /// What a correction says beside the members that every entry has.
  ///
  /// @param action `VOID`, `REPLACE`, `ADD`, `ASSIGN` or a later word
  /// @param target the entry that it refers to, if any
  /// @param was the punch before it, if there was one
  /// @param now the punch after it, if there is one
  /// @param by the supervisor
  /// @param approvedBy the second one, if there was one
  public record Correction(String action, OptionalLong target, Optional<Punched> was, Optional<Punched> now,
      String by, Optional<String> approvedBy, String reason) {}

  private final JsonNode event;
  private final JsonNode data;

  private EntryView(JsonNode event) {
    this.event = event;
    this.data = event.path("data");
  }

  /// @throws IllegalArgumentException if the text is not a JSON object
  public static EntryView of(String body) {
    try {
      JsonNode event = JSON.readTree(body);
      if (!event.isObject()) {
        throw new IllegalArgumentException("an entry is a JSON object");
      }
      return new EntryView(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an entry is a JSON object", e);
    }
  }

  public static EntryView of(StoredEntry entry) {
    return of(entry.body());
  }

  public long seq() {
    return whole(data, "seq");
  }

  public EntryId id() {
    return new EntryId(UUID.fromString(text(event, "id")));
  }

  public LedgerId ledger() {
    return new LedgerId(UUID.fromString(text(data, "ledger")));
  }

  /// CloudEvents type.
  public String type() {
    return text(event, "type");
  }

  /// `/punchpost/{site}/{terminal}`.
  public String source() {
    return text(event, "source");
  }

  /// The hash that the entry says it has; empty if it says none.
  public Optional<EntryHash> hash() {
    String hex = data.path("hash").asText();
    return EntryHash.isHex(hex) ? Optional.of(new EntryHash(hex)) : Optional.empty();
  }

  /// Wall time of the event, in the terminal's offset then.
  public OffsetDateTime time() {
    return OffsetDateTime.parse(text(event, "time"));
  }

  /// Wall time when the entry was made.
  public OffsetDateTime recordedAt() {
    return OffsetDateTime.parse(text(data, "recordedAt"));
  }

  public String bootId() {
    return text(data, "bootId");
  }

  /// Microseconds from the boot to the event.
  public long monotonicUs() {
    return whole(data, "monotonicUs");
  }

  /// Word of [dev.punchpost.kiosk.clock.ClockState] or a later one.
  public String clock() {
    return text(data, "clock");
  }

  /// Bound of the clock's error in milliseconds, if known.
  public OptionalLong uncertaintyMs() {
    JsonNode node = data.path("uncertaintyMs");
    return node.isIntegralNumber() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
  }

  /// IANA zone id.
  public String zone() {
    return text(data, "zone");
  }

  /// Empty if the entry is something else than a punch.
  public Optional<Punch> punch() {
    if (!type().equals(Content.Punch.TYPE)) {
      return Optional.empty();
    }
    List<String> flags = new ArrayList<>();
    data.path("flags").forEach(flag -> flags.add(flag.asText()));
    return Optional.of(new Punch(text(data, "worker"), text(data, "kind"), text(data, "reader"),
        text(data, "credential"), flags));
  }

  /// Empty if the entry is something else than a correction.
  public Optional<Correction> correction() {
    if (!type().equals(Content.Corrected.TYPE)) {
      return Optional.empty();
    }
    JsonNode target = data.path("target");
    return Optional.of(new Correction(text(data, "action"),
        target.isIntegralNumber() ? OptionalLong.of(target.longValue()) : OptionalLong.empty(),
        punched(data.path("was")), punched(data), text(data, "by"), detail("approvedBy"), text(data, "reason")));
  }

  private static Optional<Punched> punched(JsonNode from) {
    return from.has("kind")
        ? Optional.of(
            new Punched(text(from, "worker"), text(from, "kind"), OffsetDateTime.parse(text(from, "time"))))
        : Optional.empty();
  }

  /// A member of `data` as text, for entries of other types: `reader`, `reason`, `cause`, `version` ….
  public Optional<String> detail(String member) {
    JsonNode node = data.path(member);
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
  }

  private static String text(JsonNode object, String member) {
    JsonNode node = object.path(member);
    if (!node.isTextual()) {
      throw new IllegalArgumentException("entry without text in " + member);
    }
    return node.textValue();
  }

  private static long whole(JsonNode object, String member) {
    JsonNode node = object.path(member);
    if (!node.isIntegralNumber()) {
      throw new IllegalArgumentException("entry without a whole number in " + member);
    }
    return node.longValue();
  }
}
