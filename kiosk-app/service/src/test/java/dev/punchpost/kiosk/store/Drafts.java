package dev.punchpost.kiosk.store;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.Flag;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Makes drafts for tests: one second after another from [#START].
public final class Drafts {
  public static final Instant START = Instant.parse("2026-11-20T06:00:00.000250Z");
  public static final String BOOT = "6f1d5a52-5e4b-4b0f-9f55-0a4ad1a3a1c7";
  public static final ReaderName FRONT = new ReaderName("front");

  private final EntryIds ids = new EntryIds(new SecureRandom());
  private long second;

  public Draft punch(String worker, Kind kind) {
    return of(new Content.Punch(new WorkerId(worker), kind, FRONT, CredentialId.Scheme.EM,
        Set.of(Flag.PREVIOUS_OUT_MISSING)));
  }

  public Draft of(Content content) {
    Instant wall = START.plusSeconds(second++);
    return at(wall, content);
  }

  public Draft at(Instant wall, Content content) {
    Reading at = new Reading(wall, 1_000_000 + second, BOOT, ClockState.SYNCHRONISED, OptionalLong.of(8));
    return new Draft(ids.next(wall), at, at.at(at.monotonicUs() + 300), content);
  }

  /// An active worker; badges in canonical form.
  public static Worker worker(String id, String... badges) {
    return new Worker(new WorkerId(id), "Worker " + id, "es", Set.of("supervisor", "driver"), true,
        Arrays.stream(badges).map(CredentialId::parse).toList());
  }

  /// `em:` and ten hex digits.
  public static String badge(int number) {
    return String.format("em:%010X", number);
  }

  /// A thousand workers with a badge each, named by a prefix.
  public static List<Worker> thousand(String prefix, int firstBadge) {
    return java.util.stream.IntStream.range(0, 1_000)
        .mapToObj(i -> worker(prefix + String.format("%04d", i), badge(firstBadge + i))).toList();
  }
}
