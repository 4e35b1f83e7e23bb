package dev.punchpost.kiosk.panel;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One screen of every kind, to look at without a running terminal.
public final class SampleScreens {
  private static final ReaderName READER = new ReaderName("front");
  private static final Duration STAYS = Duration.ofSeconds(10);
  private static final String NAME = "Łukasz Müller-García";

  private SampleScreens() {}

  /// By name, in an order that a person would look at them.
  ///
  /// @param now what the clock shows
  public static Map<String, Showing> at(ZonedDateTime now) {
    Map<String, Showing> samples = new LinkedHashMap<>();
    samples.put("idle", showing(new Screen.Idle(true, 0, true), now, ClockState.SYNCHRONISED));
    samples.put("idle-offline",
        showing(new Screen.Idle(false, 1_234, true), now, ClockState.HOLDOVER, Mark.READER_LOST));
    samples.put("idle-unset", showing(new Screen.Idle(true, 0, false), now, ClockState.UNSET));
    samples.put("in", showing(accepted(Kind.IN, now, false, false), now, ClockState.SYNCHRONISED));
    samples.put("out", showing(accepted(Kind.OUT, now, false, false), now, ClockState.SYNCHRONISED));
    samples.put("again", showing(accepted(Kind.IN, now, true, false), now, ClockState.SYNCHRONISED));
    samples.put("out-missing", showing(accepted(Kind.IN, now, false, true), now, ClockState.SYNCHRONISED));
    samples.put("inside",
        showing(new Screen.Accepted(READER, new WorkerId("1001"), NAME, "", Kind.IN, now.toInstant(), 1,
            new EntryId(new UUID(7L << 12, 1)), true, false, true, Screen.Accepted.Passage.DENIED), now,
            ClockState.SYNCHRONISED));
    for (Screen.Refused.Reason reason : Screen.Refused.Reason.values()) {
      samples.put(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          showing(new Screen.Refused(READER, reason, ""), now, ClockState.SYNCHRONISED));
    }
    samples.put("moment", showing(new Screen.Wait(READER, true), now, ClockState.SYNCHRONISED));
    samples.put("wait", showing(new Screen.Wait(READER, false), now, ClockState.SYNCHRONISED));
    samples.put("reader-lost", showing(new Screen.ReaderState(READER, false), now, ClockState.SYNCHRONISED));
    samples.put("reader-found", showing(new Screen.ReaderState(READER, true), now, ClockState.SYNCHRONISED));
    samples.put("not-set-up",
        showing(new Screen.NotSetUp("/etc/punchpost/punchpost.toml:7"), now, ClockState.SYNCHRONISED));
    samples.put("configuration-rejected", showing(new Screen.ConfigurationRejected("/etc/punchpost/punchpost.toml:7"),
        now, ClockState.SYNCHRONISED));
    samples.put("identify", showing(new Screen.Identify("door-1"), now, ClockState.SYNCHRONISED));
    samples.put("number", showing(new Screen.Typing(READER, Screen.Typing.Step.NUMBER, 4, STAYS), now,
        ClockState.SYNCHRONISED));
    samples.put("pin", showing(new Screen.Typing(READER, Screen.Typing.Step.PIN, 12, STAYS), now,
        ClockState.SYNCHRONISED));
    samples.put("checking", showing(new Screen.Typing(READER, Screen.Typing.Step.CHECKING, 0, STAYS), now,
        ClockState.SYNCHRONISED));
    for (Screen.Chosen.Choice choice : Screen.Chosen.Choice.values()) {
      samples.put("chosen-" + choice.name().toLowerCase(Locale.ROOT),
          showing(new Screen.Chosen(READER, choice, STAYS), now, ClockState.SYNCHRONISED));
    }
    samples.put("door-opened", showing(new Screen.DoorOpened(READER, new WorkerId("1001"), NAME, "",
        CredentialId.Scheme.PIN), now, ClockState.SYNCHRONISED));
    samples.put("message", new Showing(new Screen.Message("16:30, R. 2.14", 0), Set.of(), now,
        ClockState.SYNCHRONISED, List.of("16:30, R. 2.14"), Optional.empty()));
    return samples;
  }

  private static Screen accepted(Kind kind, ZonedDateTime now, boolean repeat, boolean outMissing) {
    return new Screen.Accepted(READER, new WorkerId("1001"), NAME, "", kind, now.toInstant(), 1,
        new EntryId(new UUID(7L << 12, 1)), repeat, outMissing, true);
  }

  private static Showing showing(Screen screen, ZonedDateTime now, ClockState clock, Mark... marks) {
    return new Showing(screen, Set.of(marks), now, clock, List.of(), Signals.of(screen));
  }
}
