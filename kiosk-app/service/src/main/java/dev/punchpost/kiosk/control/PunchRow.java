package dev.punchpost.kiosk.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryTime;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.timeline.BestTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A punch or an unidentified tap, as a list or an export shows it. Read token by token, because an export may hold a
/// million of them.
final class PunchRow {
  private static final JsonFactory JSON = new JsonFactory();
  /// The columns of the CSV export, in this order.
  static final String HEADER = "seq,time,worker,kind,reader,credential,flags,clock,uncertaintyMs,zone,recordedAt,id,"
      + "bootCount,correctedTime,correctedUncertaintyMs,correction,notBefore,notAfter,"
      + "target,punchKind,punchTime,by,approvedBy,reason";

  private static final Pattern FORMULA = Pattern.compile("[=+@-]");

  private final StoredEntry entry;
  private final Map<String, String> top = new HashMap<>();
  private final Map<String, String> data = new HashMap<>();

  /// @throws IllegalStateException if the body is not the JSON object that the ledger writes
  PunchRow(StoredEntry entry) {
    this.entry = entry;
    try (JsonParser json = JSON.createParser(entry.body())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalStateException("entry " + entry.seq() + " is not a JSON object");
      }
      object(json, top, true);
    } catch (IOException e) {
      throw new IllegalStateException("entry " + entry.seq() + " is not JSON", e);
    }
  }

  /// Whether a list of punches shows it: punches, taps that named nobody, and supervisors' corrections of them.
  static boolean shows(StoredEntry entry) {
    return entry.isPunch() || entry.type().startsWith("dev.punchpost.tap.") || isCorrection(entry);
  }

  private static boolean isCorrection(StoredEntry entry) {
    return entry.type().equals(Content.Corrected.TYPE);
  }

  private void object(JsonParser json, Map<String, String> into, boolean outer) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_OBJECT && outer && name.equals("data")) {
        object(json, data, false);
      } else if (token == JsonToken.START_ARRAY) {
        into.put(name, array(json));
      } else if (token.isScalarValue()) {
        into.put(name, token == JsonToken.VALUE_NULL ? "" : json.getText());
      } else {
        json.skipChildren(); // of a later version
      }
    }
  }

  private static String array(JsonParser json) throws IOException {
    StringJoiner words = new StringJoiner(" ");
    for (JsonToken token = json.nextToken(); token != null
        && token != JsonToken.END_ARRAY; token = json.nextToken()) {
      if (token.isScalarValue()) {
        words.add(json.getText());
      } else {
        json.skipChildren();
      }
    }
    return words.toString();
  }

  long seq() {
    return entry.seq();
  }

  String time() {
    return top.getOrDefault("time", "");
  }

  /// The recorded time.
  ///
  /// @throws IllegalStateException if the entry has none
  Instant instant() {
    try {
      return OffsetDateTime.parse(time()).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalStateException("entry " + entry.seq() + " has no time", e);
    }
  }

  /// A whole number of the entry's data.
  OptionalLong number(String name) {
    String text = field(name);
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  StoredEntry entry() {
    return entry;
  }

  String worker() {
    return entry.isPunch() || isCorrection(entry)
        ? data.getOrDefault("worker", top.getOrDefault("subject", ""))
        : "";
  }

  /// `IN`, `OUT` …; for a tap that named nobody the reason; for a correction what it does.
  String kind() {
    if (isCorrection(entry)) {
      return field("action");
    }
    return data.getOrDefault("kind", data.getOrDefault("reason", "UNIDENTIFIED"));
  }

  String field(String name) {
    return data.getOrDefault(name, "");
  }

  /// What a correction says, in words; empty for other entries.
  String correction() {
    if (!isCorrection(entry)) {
      return "";
    }
    String target = field("target").isEmpty() ? "" : "of " + field("target");
    String now = field("time").isEmpty() ? "" : field("kind") + " at " + field("time");
    String by = "by " + field("by") + (field("approvedBy").isEmpty() ? "" : " and " + field("approvedBy"));
    return Stream.of(target, now, by + ": " + field("reason")).filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /// A line of RFC 4180. Cells are written as they are, but for a reason that a spreadsheet would take for a formula:
  /// no other can begin with `=`, `+` or `@`, and a worker that begins
  /// with `-` must stay what it is, so a spreadsheet has to be told that the column is text.
  String csv(BestTime best, OptionalLong boot) {
    StringJoiner line = new StringJoiner(",");
    line.add(Long.toString(entry.seq())).add(cell(time())).add(cell(worker())).add(cell(kind()));
    for (String name : new String[]{"reader", "credential", "flags", "clock", "uncertaintyMs", "zone", "recordedAt"}) {
      line.add(cell(field(name)));
    }
    return line.add(entry.id().toString()).add(text(boot)).add(best.time().map(this::inItsZone).orElse(""))
        .add(text(best.uncertaintyMs())).add(text(best.correction()))
        .add(best.notBefore().map(this::inItsZone).orElse(""))
        .add(best.notAfter().map(this::inItsZone).orElse("")).add(corrections()).toString();
  }

  private String corrections() {
    boolean correction = isCorrection(entry);
    StringJoiner cells = new StringJoiner(",");
    for (String name : new String[]{"target", "kind", "time", "by", "approvedBy"}) {
      cells.add(cell(correction ? field(name) : ""));
    }
    String reason = correction ? field("reason") : "";
    return cells.add(cell(FORMULA.matcher(reason).lookingAt() ? "'" + reason : reason)).toString();
  }

  /// With the offset of the entry's own zone then, by the rules of today.
  private String inItsZone(Instant time) {
    try {
      return EntryTime.format(time, ZoneId.of(field("zone")));
    } catch (DateTimeException e) {
      return EntryTime.format(time, ZoneOffset.UTC);
    }
  }

  private static String text(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }

  private static String cell(String value) {
    boolean plain = value.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',' && c != '"');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
