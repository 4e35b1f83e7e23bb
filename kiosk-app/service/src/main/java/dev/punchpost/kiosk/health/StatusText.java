package dev.punchpost.kiosk.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.punchpost.kiosk.ledger.LedgerHead;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A [Status] in lines.
///
/// ## JSON
/// One object. Every field is always there; `null` means "not known". New fields may come, these stay:
///
/// | field | value |
/// |---|---|
/// | `version` | of the software |
/// | `site`, `terminal` | as configured |
/// | `running` | whether the service runs |
/// | `uptime` | of the service, whole seconds |
/// | `ledger` | UUID |
/// | `lastSequence`, `deliveredThrough`, `waiting`, `quarantined` | entries |
/// | `ledgerKey` | public key that signs the ledger, 64 hexadecimal digits |
/// | `head` | where the ledger ends: `ledger`, `seq`, `hash`; `ledger verify --checkpoint` takes it |
/// | `mqtt` | `connected`, `broker`, `since` (RFC 3339), `lastError`, `certificateDays` |
/// | `readers` | list of `name`, `driver`, `port`, `state` (`working`, `faulted`, `stopped`), `since`, `reads`, `errors` (counter by name) |
/// | `panel` | `driver`, `port`, `state` (as for readers), `since`, `fault` (why it does not work) |
/// | `door` | `null` without one; `port`, `state`, `since`, `fault` (as for the panel), `unlocked`, `contact` (`closed`, `open`, `tampered`) |
/// | `contacts` | list of `name` (`tamper`, `mains-fail`), `port`, `state`, `since`, `alarm`, `fault` |
/// | `keypads` | list of `name`, `driver`, `port`, `state`, `since`, `fault` |
/// | `battery` | `null` without a UPS; `port`, `state`, `since`, `fault`, `percent`, `millivolts`, `supply` (`mains`, `battery`, `low`, `shut-down`) |
/// | `indicator` | `null` without one; `state`, `fault` |
/// | `board` | `milliCelsius`, `underVoltage`, `underVoltageSinceBoot`, `slowedDown`, `slowedDownSinceBoot` |
/// | `clock` | `state` (`SYNCHRONISED`, `HOLDOVER`, `UNSET`), `uncertaintyMs` |
/// | `roster` | `version`, `workers` (active) |
/// | `disk` | `free`, bytes |
/// | `config` | `file`, `state` (`good`, `last-good`, `not-set-up`, `bad`), `mistakes` |
/// | `bootId` | of the machine |
/// | `tzdata` | version of the time zone rules in use, such as `2026a` |
public final class StatusText {
  private static final JsonFactory JSON = new JsonFactory();

  private static final int CERTIFICATE_SOON_DAYS = 30;

  private StatusText() {}

  /// @param json one JSON object (over several lines), else a table for people
  public static List<String> lines(Status status, boolean json) {
    return json ? json(status).lines().toList() : human(status);
  }

  private static String json(Status s) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("version", s.version());
      string(json, "site", s.site());
      string(json, "terminal", s.terminal());
      json.writeBooleanField("running", s.running());
      number(json, "uptime", s.uptime().map(Duration::toSeconds));
      string(json, "ledger", s.ledger().map(ledger -> ledger.id().toString()));
      number(json, "lastSequence", s.ledger().map(Status.Ledger::lastSequence));
      number(json, "deliveredThrough", s.ledger().map(Status.Ledger::deliveredThrough));
      number(json, "waiting", s.ledger().map(Status.Ledger::waiting));
      number(json, "quarantined", s.ledger().map(ledger -> (long) ledger.quarantined()));
      string(json, "ledgerKey", s.ledger().flatMap(Status.Ledger::key));
      head(json, s.ledger().flatMap(Status.Ledger::head));
      json.writeObjectFieldStart("mqtt");
      json.writeBooleanField("connected", s.mqtt().connected());
      string(json, "broker", s.mqtt().broker());
      string(json, "since", s.mqtt().since().map(Object::toString));
      string(json, "lastError", s.mqtt().lastError());
      number(json, "certificateDays", boxed(s.mqtt().certificateDays()));
      json.writeEndObject();
      json.writeArrayFieldStart("readers");
      for (Status.Reader reader : s.readers()) {
        reader(json, reader);
      }
      json.writeEndArray();
      panel(json, s.panel());
      door(json, s.fittings().door());
      fittings(json, s.fittings());
      json.writeObjectFieldStart("clock");
      string(json, "state", s.clock().map(clock -> clock.state().name()));
      number(json, "uncertaintyMs", s.clock().flatMap(clock -> boxed(clock.uncertaintyMs())));
      json.writeEndObject();
      json.writeObjectFieldStart("roster");
      number(json, "version", s.roster().map(Status.Roster::version));
      number(json, "workers", s.roster().map(roster -> (long) roster.workers()));
      json.writeEndObject();
      json.writeObjectFieldStart("disk");
      number(json, "free", boxed(s.diskFree()));
      json.writeEndObject();
      json.writeObjectFieldStart("config");
      json.writeStringField("file", s.config().file());
      json.writeStringField("state", word(s.config().state()));
      json.writeArrayFieldStart("mistakes");
      for (String mistake : s.config().mistakes()) {
        json.writeString(mistake);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeStringField("bootId", s.bootId());
      json.writeStringField("tzdata", timeZoneRules());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not throw
    }
    return text.toString();
  }

  private static void head(JsonGenerator json, Optional<LedgerHead> head) throws IOException {
    if (head.isEmpty()) {
      json.writeNullField("head");
      return;
    }
    json.writeObjectFieldStart("head");
    json.writeStringField("ledger", head.get().ledger().toString());
    json.writeNumberField("seq", head.get().seq());
    json.writeStringField("hash", head.get().hash().hex());
    json.writeEndObject();
  }

  /// Of this program's Java, which is what offsets are computed with; the system's own may be another.
  private static String timeZoneRules() {
    return ZoneRulesProvider.getVersions("Europe/London").lastEntry().getKey();
  }

  private static void reader(JsonGenerator json, Status.Reader reader) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", reader.name().value());
    json.writeStringField("driver", reader.driver());
    json.writeStringField("port", reader.port());
    json.writeStringField("state", word(reader.state()));
    string(json, "since", reader.since().map(Object::toString));
    json.writeNumberField("reads", reader.reads());
    json.writeObjectFieldStart("errors");
    for (Map.Entry<String, Long> error : reader.errors().entrySet()) {
      json.writeNumberField(error.getKey(), error.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void panel(JsonGenerator json, Optional<Status.Panel> panel) throws IOException {
    if (panel.isEmpty()) {
      json.writeNullField("panel");
      return;
    }
    json.writeObjectFieldStart("panel");
    json.writeStringField("driver", panel.get().driver());
    json.writeStringField("port", panel.get().port());
    json.writeStringField("state", word(panel.get().state()));
    string(json, "since", panel.get().since().map(Object::toString));
    string(json, "fault", panel.get().fault());
    json.writeEndObject();
  }

  private static void door(JsonGenerator json, Optional<Status.Door> door) throws IOException {
    if (door.isEmpty()) {
      json.writeNullField("door");
      return;
    }
    json.writeObjectFieldStart("door");
    json.writeStringField("port", door.get().port());
    json.writeStringField("state", word(door.get().state()));
    string(json, "since", door.get().since().map(Object::toString));
    string(json, "fault", door.get().fault());
    flag(json, "unlocked", door.get().unlocked());
    string(json, "contact", door.get().contact());
    json.writeEndObject();
  }

  private static void fittings(JsonGenerator json, Status.Fittings fittings) throws IOException {
    json.writeArrayFieldStart("contacts");
    for (Status.Contact contact : fittings.contacts()) {
      json.writeStartObject();
      json.writeStringField("name", contact.name());
      json.writeStringField("port", contact.port());
      json.writeStringField("state", word(contact.state()));
      string(json, "since", contact.since().map(Object::toString));
      json.writeBooleanField("alarm", contact.alarm());
      string(json, "fault", contact.fault());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("keypads");
    for (Status.Keypad keypad : fittings.keypads()) {
      json.writeStartObject();
      json.writeStringField("name", keypad.name());
      json.writeStringField("driver", keypad.driver());
      json.writeStringField("port", keypad.port());
      json.writeStringField("state", word(keypad.state()));
      string(json, "since", keypad.since().map(Object::toString));
      string(json, "fault", keypad.fault());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (fittings.battery().isPresent()) {
      Status.Battery battery = fittings.battery().get();
      json.writeObjectFieldStart("battery");
      json.writeStringField("port", battery.port());
      json.writeStringField("state", word(battery.state()));
      string(json, "since", battery.since().map(Object::toString));
      string(json, "fault", battery.fault());
      number(json, "percent", battery.percent().map(Integer::longValue));
      number(json, "millivolts", battery.millivolts().map(Integer::longValue));
      string(json, "supply", battery.supply());
      json.writeEndObject();
    } else {
      json.writeNullField("battery");
    }
    if (fittings.indicator().isPresent()) {
      json.writeObjectFieldStart("indicator");
      json.writeStringField("state", word(fittings.indicator().get().state()));
      string(json, "fault", fittings.indicator().get().fault());
      json.writeEndObject();
    } else {
      json.writeNullField("indicator");
    }
    Optional<Status.Board> board = fittings.board();
    json.writeObjectFieldStart("board");
    OptionalInt heat = board.map(Status.Board::milliCelsius).orElse(OptionalInt.empty());
    number(json, "milliCelsius", heat.isPresent() ? Optional.of((long) heat.getAsInt()) : Optional.empty());
    flag(json, "underVoltage", board.flatMap(Status.Board::underVoltage));
    flag(json, "underVoltageSinceBoot", board.flatMap(Status.Board::underVoltageSinceBoot));
    flag(json, "slowedDown", board.flatMap(Status.Board::slowedDown));
    flag(json, "slowedDownSinceBoot", board.flatMap(Status.Board::slowedDownSinceBoot));
    json.writeEndObject();
  }

  private static void flag(JsonGenerator json, String name, Optional<Boolean> value) throws IOException {
    if (value.isPresent()) {
      json.writeBooleanField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static void string(JsonGenerator json, String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static void number(JsonGenerator json, String name, Optional<Long> value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static List<String> human(Status s) {
    List<String> lines = new ArrayList<>();
    String where = s.site().isPresent() && s.terminal().isPresent()
        ? s.site().get() + "/" + s.terminal().get()
        : "not set up";
    lines.add("punchpost " + s.version() + ", " + where + ", "
        + (s.running() ? "running" + s.uptime().map(time -> " for " + words(time)).orElse("") : "stopped"));
    lines.add("config   " + s.config().file() + ": " + switch (s.config().state()) {
      case GOOD -> "good";
      case LAST_GOOD -> "has mistakes, the last good one is in force";
      case NOT_SET_UP -> "has mistakes, the terminal waits to be set up";
      case BAD -> "has mistakes";
    });
    s.config().mistakes().forEach(mistake -> lines.add("         " + mistake));
    lines.add("ledger   " + s.ledger().map(ledger -> ledger.id() + ", last entry " + ledger.lastSequence()
        + ", delivered through " + ledger.deliveredThrough() + ", " + ledger.waiting() + " waiting"
        + (ledger.quarantined() == 0
            ? ""
            : ", " + ledger.quarantined() + " set aside ('punchpost outbox list' shows them)"))
        .orElse("no store"));
    s.ledger().flatMap(Status.Ledger::head)
        .ifPresent(head -> lines.add("head     entry " + head.seq() + ", " + head.hash()));
    s.ledger().flatMap(Status.Ledger::key).ifPresent(key -> lines.add("key      " + key));
    if (s.running()) {
      lines.add("broker   " + (s.mqtt().connected() ? "connected to " : "not connected to ")
          + s.mqtt().broker().orElse("any") + s.mqtt().since().map(time -> " since " + time).orElse("")
          + s.mqtt().lastError().map(error -> ": " + error).orElse(""));
      s.mqtt().certificateDays().ifPresent(days -> {
        if (days <= CERTIFICATE_SOON_DAYS) {
          lines.add("tls      " + CertificateWatch.words(days));
        }
      });
    }
    for (Status.Reader reader : s.readers()) {
      StringBuilder line = new StringBuilder("reader   ").append(reader.name()).append(", ").append(reader.driver())
          .append(" at ").append(reader.port()).append(": ").append(word(reader.state()));
      reader.since().ifPresent(time -> line.append(" since ").append(time));
      if (s.running()) {
        line.append(", ").append(reader.reads()).append(" reads");
        reader.errors().forEach((name, count) -> line.append(", ").append(name).append(' ').append(count));
      }
      lines.add(line.toString());
    }
    s.panel().ifPresent(panel -> lines.add("panel    " + panel.driver()
        + (panel.port().isEmpty() ? "" : " at " + panel.port()) + ": " + word(panel.state())
        + panel.since().map(time -> " since " + time).orElse("")
        + panel.fault().map(fault -> ": " + fault).orElse("")));
    s.fittings().door().ifPresent(door -> lines.add("door     relay at " + door.port() + ": " + word(door.state())
        + door.since().map(time -> " since " + time).orElse("")
        + door.fault().map(fault -> ": " + fault).orElse("")
        + (door.state() == Status.ReaderState.WORKING
            ? door.unlocked().map(unlocked -> unlocked ? ", unlocked" : ", locked").orElse("")
                + door.contact().map(contact -> ", " + contact).orElse("")
            : "")));
    for (Status.Contact contact : s.fittings().contacts()) {
      lines.add("contact  " + contact.name() + " at " + contact.port() + ": " + word(contact.state())
          + (s.running() ? contact.alarm() ? ", ALARM" : ", at rest" : "")
          + contact.since().map(time -> " since " + time).orElse("")
          + contact.fault().map(fault -> ": " + fault).orElse(""));
    }
    for (Status.Keypad keypad : s.fittings().keypads()) {
      lines.add("keypad   " + keypad.name() + ", " + keypad.driver() + " at " + keypad.port() + ": "
          + word(keypad.state()) + keypad.since().map(time -> " since " + time).orElse("")
          + keypad.fault().map(fault -> ": " + fault).orElse(""));
    }
    s.fittings().battery().ifPresent(battery -> lines.add("battery  gauge at " + battery.port() + ": "
        + word(battery.state()) + battery.since().map(time -> " since " + time).orElse("")
        + battery.fault().map(fault -> ": " + fault).orElse("")
        + battery.percent().map(percent -> ", " + percent + " %").orElse("")
        + battery.millivolts().map(millivolts -> ", " + millivolts + " mV").orElse("")
        + battery.supply().map(supply -> switch (supply) {
          case "mains" -> ", on mains";
          case "battery" -> ", NO MAINS";
          case "low" -> ", NO MAINS, LOW";
          default -> ", NO MAINS, EMPTY";
        }).orElse("")));
    s.fittings().indicator().ifPresent(indicator -> lines.add("signals  light and tone: " + word(indicator.state())
        + indicator.fault().map(fault -> ": " + fault).orElse("")));
    s.fittings().board().map(StatusText::words).filter(words -> !words.isEmpty())
        .ifPresent(words -> lines.add("board    " + words));
    s.clock().ifPresent(clock -> lines.add("clock    " + clock.state()
        + (clock.uncertaintyMs().isPresent() ? ", within " + clock.uncertaintyMs().getAsLong() + " ms" : "")));
    s.roster().ifPresent(
        roster -> lines.add("roster   version " + roster.version() + ", " + roster.workers() + " active workers"));
    s.diskFree().ifPresent(free -> lines.add("disk     " + free / 1_000_000 + " MB free"));
    lines.add("boot     " + s.bootId());
    lines.add("tzdata   " + timeZoneRules());
    return lines;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Empty if this machine tells nothing.
  private static String words(Status.Board board) {
    List<String> words = new ArrayList<>();
    board.milliCelsius().ifPresent(heat -> words.add(String.format(Locale.ROOT, "%.1f \u00b0C", heat / 1_000.0)));
    if (board.underVoltage().orElse(false)) {
      words.add("the supply is TOO WEAK");
    } else if (board.underVoltageSinceBoot().orElse(false)) {
      words.add("the supply was too weak since the boot");
    } else if (board.underVoltage().isPresent()) {
      words.add("supply in order");
    }
    if (board.slowedDown().orElse(false)) {
      words.add("slowed down by heat or supply");
    } else if (board.slowedDownSinceBoot().orElse(false)) {
      words.add("was slowed down since the boot");
    }
    return String.join(", ", words);
  }

  private static String words(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
