package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Screens that the tests show.
final class Screens {
  static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  static final Instant TAP = Instant.parse("2026-11-20T07:00:01.123456Z");
  static final ZonedDateTime NOW = Instant.parse("2026-11-20T07:05:00Z").atZone(MADRID);
  static final ReaderName FRONT = new ReaderName("front");

  private Screens() {}

  static Screen.Accepted accepted(String name, String language, Kind kind, boolean repeat, boolean outMissing) {
    return new Screen.Accepted(FRONT, new WorkerId("1001"), name, language, kind, TAP, 12,
        new EntryId(UUID.fromString("019aa000-0000-7000-8000-000000000001")), repeat, outMissing, true);
  }

  /// The same tick of a terminal whose clock is not set.
  static Screen.Accepted untrusted(Screen.Accepted a) {
    return new Screen.Accepted(a.reader(), a.worker(), a.name(), a.language(), a.kind(), a.at(), a.seq(), a.entry(),
        a.repeat(), a.outMissing(), false);
  }

  /// The same for a worker who is inside already.
  static Screen.Accepted inside(Screen.Accepted a, Screen.Accepted.Passage passage) {
    return new Screen.Accepted(a.reader(), a.worker(), a.name(), a.language(), a.kind(), a.at(), a.seq(), a.entry(),
        a.repeat(), a.outMissing(), a.clockTrusted(), passage);
  }

  static Screen.Accepted in(long seq) {
    return new Screen.Accepted(FRONT, new WorkerId("1001"), "Ana", "es", Kind.IN, TAP, seq,
        new EntryId(new UUID(7L << 12, seq)), false, false, true);
  }

  /// As it is handed to an output, at [#NOW] by a good clock.
  static Showing showing(Screen screen, List<String> text) {
    return new Showing(screen, Set.of(), NOW, ClockState.SYNCHRONISED, text, Signals.of(screen));
  }

  /// Every screen in every state, for a worker with this name and language.
  static List<Screen> all(String name, String language) {
    List<Screen> screens = new ArrayList<>();
    boolean[] both = {false, true};
    for (Kind kind : Kind.values()) {
      for (boolean repeat : both) {
        for (boolean outMissing : both) {
          screens.add(accepted(name, language, kind, repeat, outMissing));
          screens.add(untrusted(accepted(name, language, kind, repeat, outMissing)));
          for (Screen.Accepted.Passage passage : Screen.Accepted.Passage.values()) {
            screens.add(inside(accepted(name, language, kind, repeat, outMissing), passage));
          }
        }
      }
    }
    for (Screen.Refused.Reason reason : Screen.Refused.Reason.values()) {
      screens.add(new Screen.Refused(FRONT, reason, language));
    }
    screens.add(new Screen.Wait(FRONT, true));
    screens.add(new Screen.Wait(FRONT, false));
    for (Screen.Typing.Step step : Screen.Typing.Step.values()) {
      screens.add(new Screen.Typing(FRONT, step, 12, Duration.ofSeconds(10)));
    }
    for (Screen.Chosen.Choice choice : Screen.Chosen.Choice.values()) {
      screens.add(new Screen.Chosen(FRONT, choice, Duration.ofSeconds(10)));
    }
    screens.add(new Screen.DoorOpened(FRONT, new WorkerId("1001"), name, language, CredentialId.Scheme.PIN));
    screens.add(new Screen.Identify("d".repeat(31)));
    screens.add(new Screen.Message(name, 0));
    for (boolean working : both) {
      screens.add(new Screen.ReaderState(new ReaderName("r".repeat(31)), working));
    }
    for (String where : List.of("punchpost.toml:7", "/etc/punchpost/punchpost.toml:1234: " + "x".repeat(90), "")) {
      screens.add(new Screen.NotSetUp(where));
      screens.add(new Screen.ConfigurationRejected(where));
    }
    for (boolean online : both) {
      for (boolean clockTrusted : both) {
        for (long waiting : new long[]{0, 9_999, 999_999, Long.MAX_VALUE}) {
          screens.add(new Screen.Idle(online, waiting, clockTrusted));
        }
      }
    }
    return screens;
  }
}
