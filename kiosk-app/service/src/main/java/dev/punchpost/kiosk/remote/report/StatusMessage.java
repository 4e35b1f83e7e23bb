package dev.punchpost.kiosk.remote.report;

import dev.punchpost.kiosk.forward.ForwarderState;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.EntryTime;
import dev.punchpost.kiosk.ledger.LedgerId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/// Writes the retained `status` message. See `docs/schema/status.json`. What is not known is left out. Pure.
public final class StatusMessage {
  private static final int MOST_HOLES = 100;

  private StatusMessage() {}

  /// What a running terminal says.
  ///
  /// @param delivery how the forwarder stands
  /// @param siteRoster version of the site's roster; empty if there is none
  /// @param overlay version of what a central system has set; empty if it has set nothing
  /// @param oldest sequence of the oldest entry that is still held
  /// @param at when
  static String online(Status status, ForwarderState delivery, String siteRoster, String overlay, long oldest,
      Instant at, ZoneId zone) {
    CanonicalJson.Members json = CanonicalJson.object().put("online", true).put("version", status.version())
        .put("bootId", status.bootId()).put("at", EntryTime.format(at, zone));
    status.ledger().ifPresent(ledger -> json.put("ledger", ledger.id().toString())
        .put("firstSequence", Math.min(oldest, ledger.lastSequence())).put("lastSequence", ledger.lastSequence())
        .put("deliveredThrough", ledger.deliveredThrough()).put("waiting", ledger.waiting()));
    json.put("sentThrough", delivery.sentThrough()).put("quarantined", delivery.setAside().size()).put("holes",
        CanonicalJson.array(delivery.setAside().stream().sorted().limit(MOST_HOLES).map(CanonicalJson::of).toList()));
    status.uptime().ifPresent(uptime -> json.put("uptime", uptime.toSeconds()));
    status.clock().ifPresent(clock -> {
      CanonicalJson.Members inner = CanonicalJson.object().put("state", clock.state().name());
      clock.uncertaintyMs().ifPresent(millis -> inner.put("uncertaintyMs", millis));
      json.put("clock", inner.build());
    });
    json.put("readers", CanonicalJson.array(status.readers().stream().map(StatusMessage::reader).toList()));
    if (!status.fittings().contacts().isEmpty()) {
      json.put("contacts",
          CanonicalJson.array(status.fittings().contacts().stream().map(StatusMessage::contact).toList()));
    }
    if (!status.fittings().keypads().isEmpty()) {
      json.put("keypads",
          CanonicalJson.array(status.fittings().keypads().stream().map(StatusMessage::keypad).toList()));
    }
    status.fittings().battery().map(StatusMessage::battery).ifPresent(battery -> json.put("battery", battery));
    status.fittings().board().map(StatusMessage::board).ifPresent(board -> json.put("board", board));
    status.fittings().door().ifPresent(door -> {
      CanonicalJson.Members inner = CanonicalJson.object().put("state", word(door.state()))
          .put("unlocked", door.unlocked().orElse(false));
      door.since().ifPresent(since -> inner.put("since", since.toString()));
      door.contact().ifPresent(contact -> inner.put("contact", contact));
      json.put("door", inner.build());
    });
    status.roster().ifPresent(roster -> {
      CanonicalJson.Members inner = CanonicalJson.object().put("version", roster.version())
          .put("workers", roster.workers());
      if (!siteRoster.isEmpty()) {
        inner.put("siteVersion", siteRoster);
      }
      json.put("roster", inner.build());
    });
    CanonicalJson.Members config = CanonicalJson.object().put("state", word(status.config().state()))
        .put("mistakes", status.config().mistakes().size());
    if (!overlay.isEmpty()) {
      config.put("overlay", overlay);
    }
    json.put("config", config.build());
    status.mqtt().lastError().ifPresent(error -> json.put("lastError", limited(error)));
    status.diskFree().ifPresent(free -> json.put("diskFree", free));
    return json.build().text();
  }

  private static CanonicalJson reader(Status.Reader reader) {
    CanonicalJson.Members json = CanonicalJson.object().put("name", reader.name().value())
        .put("driver", reader.driver()).put("state", word(reader.state())).put("reads", reader.reads());
    reader.since().ifPresent(since -> json.put("since", since.toString()));
    return json.build();
  }

  private static CanonicalJson contact(Status.Contact contact) {
    CanonicalJson.Members json = CanonicalJson.object().put("name", contact.name()).put("state", word(contact.state()))
        .put("alarm", contact.alarm());
    contact.since().ifPresent(since -> json.put("since", since.toString()));
    return json.build();
  }

  private static CanonicalJson keypad(Status.Keypad keypad) {
    CanonicalJson.Members json = CanonicalJson.object().put("name", keypad.name()).put("driver", keypad.driver())
        .put("state", word(keypad.state()));
    keypad.since().ifPresent(since -> json.put("since", since.toString()));
    return json.build();
  }

  private static CanonicalJson battery(Status.Battery battery) {
    CanonicalJson.Members json = CanonicalJson.object().put("state", word(battery.state()));
    battery.since().ifPresent(since -> json.put("since", since.toString()));
    battery.percent().ifPresent(percent -> json.put("percent", percent));
    battery.millivolts().ifPresent(millivolts -> json.put("millivolts", millivolts));
    battery.supply().ifPresent(supply -> json.put("supply", supply));
    return json.build();
  }

  private static CanonicalJson board(Status.Board board) {
    CanonicalJson.Members json = CanonicalJson.object();
    board.milliCelsius().ifPresent(heat -> json.put("milliCelsius", heat));
    board.underVoltage().ifPresent(weak -> json.put("underVoltage", weak));
    board.underVoltageSinceBoot().ifPresent(weak -> json.put("underVoltageSinceBoot", weak));
    board.slowedDown().ifPresent(slow -> json.put("slowedDown", slow));
    board.slowedDownSinceBoot().ifPresent(slow -> json.put("slowedDownSinceBoot", slow));
    return json.build();
  }

  /// The last will: what the broker says when the terminal has gone.
  public static String offline(String version, LedgerId ledger, String bootId) {
    return CanonicalJson.object().put("online", false).put("version", version).put("bootId", bootId)
        .put("ledger", ledger.toString()).build().text();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String limited(String text) {
    return text.length() <= 300 ? text : text.substring(0, 297) + "...";
  }
}
