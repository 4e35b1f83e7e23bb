package dev.punchpost.kiosk.punch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content.UnidentifiedTap.Reason;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PunchRulesTest {
  private static final Instant EIGHT = Instant.parse("2026-11-20T08:00:00Z");
  private static final long EIGHT_US = 1_000_000_000L;
  private static final Duration YEAR = Duration.ofDays(365);

  private final PunchRules rules = new PunchRules(Duration.ofSeconds(60), Duration.ofHours(16));
  private final Worker ana = worker(true);

  @Test
  void anUnknownBadgeIsUnidentified() {
    assertEquals(new Decision.Unidentified(Reason.UNKNOWN_BADGE),
        rules.decide(Optional.empty(), Optional.empty(), after(Duration.ZERO)));
  }

  @Test
  void aWorkerWhoIsNoLongerActiveIsUnidentified() {
    assertEquals(new Decision.Unidentified(Reason.INACTIVE_WORKER),
        rules.decide(Optional.of(worker(false)), Optional.empty(), after(Duration.ZERO)));
  }

  @Test
  void theFirstTapEverIsAnIn() {
    assertEquals(new Decision.NewPunch(ana, Kind.IN, false), decide(Optional.empty(), after(Duration.ZERO)));
  }

  @Test
  void directionTogglesFromTheLastPunch() {
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), decide(last(Kind.IN), after(Duration.ofHours(8))));
    assertEquals(new Decision.NewPunch(ana, Kind.IN, false), decide(last(Kind.OUT), after(Duration.ofMinutes(30))));
  }

  @Test
  void aSecondTapWithinTheWindowIsTheFirstOneAgain() {
    assertEquals(new Decision.Repeat(ana, in()), decide(last(Kind.IN), after(Duration.ofMillis(59_999))));
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), decide(last(Kind.IN), after(Duration.ofSeconds(60))));
  }

  @Test
  void aWindowOfZeroSwitchesItOff() {
    PunchRules off = new PunchRules(Duration.ZERO, Duration.ofHours(16));
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false),
        off.decide(Optional.of(ana), last(Kind.IN), after(Duration.ZERO)));
  }

  @Test
  void anInOlderThanTheLongestShiftIsNotTurnedIntoAnOut() {
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), decide(last(Kind.IN), after(Duration.ofHours(16))));
    assertEquals(new Decision.NewPunch(ana, Kind.IN, true),
        decide(last(Kind.IN), after(Duration.ofHours(16).plusMillis(1))));
  }

  @Test
  void aChosenDirectionHoldsAndIsStillARepetitionOfTheSame() {
    Reading soon = after(Duration.ofSeconds(5));
    Reading later = after(Duration.ofHours(8));
    assertEquals(new Decision.Repeat(ana, in()), choose(Wish.IN, last(Kind.IN), soon));
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), choose(Wish.OUT, last(Kind.IN), soon));
    assertEquals(new Decision.NewPunch(ana, Kind.IN, true, true), choose(Wish.IN, last(Kind.IN), later),
        "the shift before lacks its OUT, and ana is inside");
    assertEquals(new Decision.NewPunch(ana, Kind.IN, true), choose(Wish.IN, last(Kind.IN), after(Duration.ofHours(17))),
        "an IN so old says nothing of where ana is");
    SitePresence.Elsewhere there = new SitePresence.Elsewhere("door-2", Kind.IN, EIGHT, ClockState.SYNCHRONISED, 3);
    assertEquals(new Decision.NewPunch(ana, Kind.IN, true, true),
        rules.decide(Optional.of(ana), last(Kind.OUT), Optional.of(there), soon, Wish.IN), "by another door's word");
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), choose(Wish.OUT, last(Kind.OUT), later));
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), choose(Wish.OUT, Optional.empty(), later));
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), choose(Wish.NONE, last(Kind.IN), later));
    assertEquals(new Decision.Unidentified(Reason.UNKNOWN_BADGE),
        rules.decide(Optional.empty(), Optional.empty(), Optional.empty(), soon, Wish.IN));
  }

  @Test
  void aReadersFixedDirectionGoesBeforeAChosenOneAndTheDoorKeyBeforeBoth() {
    ReaderName outside = new ReaderName("outside");
    PunchRules fixed = new PunchRules(Duration.ZERO, Duration.ofHours(16), AntiPassback.DENY, Map.of(outside, Kind.IN));
    assertEquals(Wish.IN, fixed.wish(outside, Wish.NONE));
    assertEquals(Wish.IN, fixed.wish(outside, Wish.OUT));
    assertEquals(Wish.DOOR, fixed.wish(outside, Wish.DOOR));
    assertEquals(Wish.OUT, fixed.wish(new ReaderName("inside"), Wish.OUT));
  }

  private Decision choose(Wish wish, Optional<LastPunch> last, Reading tap) {
    return rules.decide(Optional.of(ana), last, Optional.empty(), tap, wish);
  }

  @Test
  void withinABootOnlyMonotonicTimeCountsWhateverTheWallClockDoes() {
    for (Duration step : List.of(YEAR, YEAR.negated())) {
      Reading tap = reading(EIGHT.plus(step), EIGHT_US + micros(Duration.ofHours(8)), "boot-1");
      assertEquals(new Decision.NewPunch(ana, Kind.OUT, false), decide(last(Kind.IN), tap));
      Reading second = reading(EIGHT.plus(step), EIGHT_US + micros(Duration.ofSeconds(5)), "boot-1");
      assertEquals(new Decision.Repeat(ana, in()), decide(last(Kind.IN), second));
    }
  }

  @Test
  void acrossBootsTheWallClockServes() {
    assertEquals(new Decision.Repeat(ana, in()),
        decide(last(Kind.IN), reading(EIGHT.plusSeconds(40), 9_000_000, "boot-2")));
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false),
        decide(last(Kind.IN), reading(EIGHT.plusSeconds(3_600), 9_000_000, "boot-2")));
    assertEquals(new Decision.NewPunch(ana, Kind.IN, true),
        decide(last(Kind.IN), reading(EIGHT.plus(Duration.ofHours(17)), 9_000_000, "boot-2")));
  }

  @Test
  void aWallClockSetBackBetweenBootsIsNoRepetition() {
    assertEquals(new Decision.NewPunch(ana, Kind.OUT, false),
        decide(last(Kind.IN), reading(EIGHT.minusSeconds(10), 9_000_000, "boot-2")));
  }

  private Decision decide(Optional<LastPunch> last, Reading tap) {
    return rules.decide(Optional.of(ana), last, tap);
  }

  private static Worker worker(boolean active) {
    return new Worker(new WorkerId("1001"), "Ana", "es", Set.of(), active, List.of());
  }

  private static LastPunch in() {
    return last(Kind.IN).orElseThrow();
  }

  private static Optional<LastPunch> last(Kind kind) {
    return Optional.of(new LastPunch(7, new EntryId(new UUID(0, 7)), kind, EIGHT, "boot-1", EIGHT_US,
        ClockState.SYNCHRONISED));
  }

  private static Reading after(Duration elapsed) {
    return reading(EIGHT.plus(elapsed), EIGHT_US + micros(elapsed), "boot-1");
  }

  private static Reading reading(Instant wall, long monotonicUs, String boot) {
    return new Reading(wall, monotonicUs, boot, ClockState.SYNCHRONISED, OptionalLong.of(5));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
