package dev.punchpost.kiosk.remote.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.EntryTime;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.remote.wire.RemoteJson;
import dev.punchpost.kiosk.remote.wire.RemoteJson.Malformed;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;

/// The retained message of one worker's newest punch at one terminal. See `docs/schema/presence.json`.
///
/// @param ledger the terminal's
/// @param seq of the punch in it
/// @param time of the tap
/// @param clock how good the time is
public record PresenceMessage(LedgerId ledger, long seq, WorkerId worker, Kind kind, Instant time, ClockState clock) {
  static final int LARGEST = 2_048;

  /// What a terminal tells about its own punch.
  static PresenceMessage of(LedgerId ledger, WorkerId worker, LastPunch punch) {
    return new PresenceMessage(ledger, punch.seq(), worker, punch.kind(), punch.wall(), punch.clock());
  }

  /// @param zone gives the time its offset
  byte[] payload(ZoneId zone) {
    return CanonicalJson.object().put("ledger", ledger.toString()).put("seq", seq).put("worker", worker.value())
        .put("kind", kind.name()).put("time", EntryTime.format(time, zone)).put("clock", clock.name()).build().text()
        .getBytes(StandardCharsets.UTF_8);
  }

  /// @param topicWorker last level of the topic, which must agree with the message
  /// @throws Malformed if it says something else than a presence, or in words that this version does not know
  static PresenceMessage parse(byte[] payload, String topicWorker) throws Malformed {
    JsonNode json = RemoteJson.object(payload, LARGEST);
    String worker = RemoteJson.text(json, "worker", 32);
    if (!worker.equals(topicWorker)) {
      throw new Malformed("worker is another one than the topic's");
    }
    try {
      return new PresenceMessage(new LedgerId(UUID.fromString(RemoteJson.text(json, "ledger", 36))),
          RemoteJson.whole(json, "seq", 1, CanonicalJson.LARGEST), new WorkerId(worker),
          Kind.valueOf(RemoteJson.text(json, "kind", 32)),
          OffsetDateTime.parse(RemoteJson.text(json, "time", 64)).toInstant(),
          ClockState.valueOf(RemoteJson.text(json, "clock", 32)));
    } catch (DateTimeException e) {
      throw new Malformed("time is not an RFC 3339 time");
    } catch (IllegalArgumentException e) {
      throw new Malformed("a word that this version does not know");
    }
  }
}
