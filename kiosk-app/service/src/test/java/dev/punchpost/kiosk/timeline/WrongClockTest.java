package dev.punchpost.kiosk.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import dev.punchpost.kiosk.store.derby.StoreOptions;
import dev.punchpost.kiosk.timeline.SimulatedTerminal.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The terminal's own parts on a real database, with clocks that are wrong in known ways. What an export says is
/// compared with the truth.
class WrongClockTest {
  private static final Instant MORNING = Instant.parse("2026-11-20T06:58:00.123456Z");
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir
  Path directory = Path.of("");
  private final SimulatedMachine machine = new SimulatedMachine(MORNING);
  private Optional<SimulatedTerminal> opened = Optional.empty();

  private SimulatedTerminal terminal() {
    return opened.orElseThrow();
  }

  @BeforeEach
  void bootIn1970() {
    machine.boot(Instant.EPOCH, 18);
    machine.pass(Duration.ofSeconds(30));
    opened = Optional.of(new SimulatedTerminal(machine, directory, () -> DerbyStore.open(new StoreOptions(
        directory.resolve("data"), "plant-a", "door-1", ZoneId.of("Europe/Madrid"), 1 << 20, machine.ticker(),
        machine.wall()))));
  }

  @AfterEach
  void close() {
    terminal().close();
  }

  @Test
  void bootIn1970ThenTwentyTapsThenSynchronisationGivesTimesWithinTheStatedUncertainty() {
    for (int i = 0; i < 20; i++) {
      Screen.Accepted tick = accepted(i % SimulatedTerminal.WORKERS);
      assertFalse(tick.clockTrusted());
      machine.pass(Duration.ofMinutes(7));
    }
    machine.synchronise(4_000, 5_000);
    terminal().watch();
    assertTrue(accepted(5).clockTrusted());
    List<Row> rows = terminal().export();
    assertEquals(21, rows.size());
    for (Row row : rows) {
      within(row);
      assertEquals(row.seq() > 22 ? "SYNCHRONISED" : "UNSET", row.clock());
    }
    assertEquals(1970, rows.getFirst().recorded().atZone(ZoneId.of("UTC")).getYear());
    // 140 minutes at 20 ppm are 168 ms
    assertTrue(rows.getFirst().uncertaintyMs().getAsLong() < 200, rows.getFirst().toString());
    List<String> json = terminal().lines(new Request.Punches(Optional.empty(), Optional.empty(), Request.Format.JSON));
    assertTrue(json.getFirst().contains("\"time\":\"1970-01-01T01:00:30"), json.getFirst());
  }

  @Test
  void aWorkersDayIsOneOfTrueTimesAndTellsTheRecordedOnesToo() {
    accepted(1);
    machine.pass(Duration.ofHours(3));
    accepted(1);
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(0);
    List<String> day = terminal().lines(new Request.WorkerShow("w1", Optional.of("2026-11-20")));
    assertTrue(day.get(2).matches(" *2  2026-11-20 07:58:(29|30) \\+01:00  IN  worker w1  reader front"
        + "  recorded 1970-01-01 01:00:30 \\+01:00, corrected by entry 4 \\+-[0-9]+ ms"), day.toString());
    assertTrue(day.get(3).matches(" *3  2026-11-20 10:58:(29|30) \\+01:00  OUT  worker w1 .*"), day.toString());
    assertEquals("worked 3 h 00 min, break 0 h 00 min", day.getLast());
    List<String> epoch = terminal().lines(new Request.WorkerShow("w1", Optional.of("1970-01-01")));
    assertEquals(List.of("no entries", "worked 0 h 00 min, break 0 h 00 min"), epoch.subList(2, 4));
  }

  @Test
  void aWorkersDayShowsWhatMayHaveBeenOnItAndAsks() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(0);
    terminal().restart(() -> {
      machine.pass(Duration.ofHours(2));
      machine.boot(Instant.EPOCH, -15);
      machine.pass(Duration.ofMinutes(1));
    });
    long tap = accepted(1).seq();
    terminal().restart(() -> {
      machine.pass(Duration.ofHours(3));
      machine.boot(Instant.EPOCH, 0);
      machine.pass(Duration.ofMinutes(1));
      machine.synchronise(500, 1_000);
    });
    accepted(2);
    List<String> day = terminal().lines(new Request.WorkerShow("w1", Optional.of("2026-11-20")));
    String row = day.get(2);
    assertTrue(row.contains("1970-01-01 01:00:59 +01:00  IN  worker w1  reader front  clock not set, after 2026-11-20 ")
        && row.contains(" and before 2026-11-20 1"), row);
    assertTrue(day.getLast().startsWith("open: the clock was not set, entry " + tap + " was after 2026-11-20 "),
        day.toString());
    assertEquals("no entries",
        terminal().lines(new Request.WorkerShow("w1", Optional.of("2026-11-22"))).get(2));
  }

  @Test
  void aSpanOfTimeIsOneOfTrueTimesAndNotOfRecordedOnes() {
    for (int i = 0; i < 3; i++) {
      accepted(i);
      machine.pass(Duration.ofHours(1));
    }
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(4);
    // taps at 06:58:30, 07:58:30, 08:58:30 and 09:58:30
    assertEquals(2, terminal().export(Optional.of("2026-11-20T07:00:00Z"), Optional.of("2026-11-20T09:30:00Z")).size());
    assertEquals(1, terminal().export(Optional.of("2026-11-20T09:30:00Z"), Optional.empty()).size());
    assertEquals(0, terminal().export(Optional.of("1970-01-01"), Optional.of("1970-01-02")).size());
    assertEquals(4, terminal().export(Optional.of("2026-11-20"), Optional.of("2026-11-21")).size());
  }

  @Test
  void theFirstSynchronisationCorrectsEachStretchByItsOwnOffset() {
    accepted(0);
    machine.pass(Duration.ofMinutes(2));
    machine.setByHand(MORNING.plus(YEAR));
    terminal().watch();
    accepted(1);
    machine.pass(Duration.ofMinutes(2));
    machine.synchronise(-1_000, 2_000);
    terminal().watch();
    machine.pass(Duration.ofMinutes(2));
    accepted(2);
    List<Row> rows = terminal().export();
    assertEquals(3, rows.size());
    rows.forEach(this::within);
  }

  @Test
  void aClockSetByHandCorrectsWhatWasRecordedBeforeItWithoutABound() {
    accepted(0);
    machine.pass(Duration.ofMinutes(2));
    machine.setByHand(machine.truth());
    terminal().watch();
    accepted(1);
    Row row = terminal().export().getFirst();
    assertEquals(OptionalLong.empty(), row.uncertaintyMs());
    assertTrue(Duration.between(terminal().truth(row.seq()), row.best().orElseThrow()).abs().toMillis() < 10);
  }

  @Test
  void aStepOfAYearInMidShiftNeitherDoublesNorLosesAPunchNorTurnsAnInIntoAnOut() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    for (Duration step : List.of(YEAR, YEAR.negated(), YEAR.negated(), YEAR)) {
      assertEquals(Kind.IN, accepted(1).kind());
      machine.pass(Duration.ofSeconds(30));
      machine.step(step);
      assertTrue(assertInstanceOf(Screen.Accepted.class, terminal().tap(1)).repeat());
      machine.pass(Duration.ofHours(4));
      assertEquals(Kind.OUT, accepted(1).kind());
      machine.pass(Duration.ofMinutes(30));
    }
    machine.synchronise(0, 1_000);
    terminal().watch();
    assertInstanceOf(Screen.Accepted.class, terminal().tap(2));
    List<Row> rows = terminal().export();
    assertEquals(9, rows.size());
    rows.forEach(this::within);
  }

  @Test
  void aTimeServiceThatIsWrongForAWhileIsCorrectedBothWays() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(0);
    machine.pass(Duration.ofHours(1));
    machine.synchronise(Duration.ofHours(3).toNanos() / 1_000, 1_000);
    terminal().watch();
    accepted(1);
    machine.pass(Duration.ofHours(1));
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(2);
    List<Row> rows = terminal().export();
    assertEquals(3, rows.size());
    rows.forEach(this::within);
  }

  @Test
  void driftThatAStepTakesAwayLeavesTheTimesThatWereGoodAlone() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(0);
    machine.pass(Duration.ofMinutes(1));
    terminal().watch();
    machine.loseSynchronisation();
    terminal().watch();
    for (int day = 0; day < 4; day++) {
      machine.pass(Duration.ofDays(1));
      accepted(1);
    }
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(2);
    List<Row> rows = terminal().export();
    assertEquals(6, rows.size());
    rows.forEach(this::within);
    assertEquals(1, rows.getFirst().uncertaintyMs().getAsLong());
  }

  @Test
  void aSlewOrALeapSecondIsNoStep() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(0);
    int corrections = terminal().timeline().corrections().size();
    machine.pass(Duration.ofHours(1));
    machine.synchronise(1_000_000, 1_100_000); // a positive leap second that the kernel inserts: one second back
    terminal().watch();
    accepted(1);
    for (int i = 0; i < 100; i++) { // 3 s in small bits, as in a machine whose slews do move the offset
      machine.pass(Duration.ofSeconds(60));
      machine.synchronise(1_000_000 - i * 30_000L, 3_100_000);
      terminal().watch();
    }
    accepted(2);
    assertEquals(corrections, terminal().timeline().corrections().size());
  }

  @Test
  void aBootThatEndedBeforeAnySynchronisationHasBoundsFromTheEntriesAroundIt() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(0);
    for (int boot = 0; boot < 2; boot++) {
      terminal().restart(() -> {
        machine.pass(Duration.ofHours(2));
        machine.boot(MORNING.plusSeconds(60), -15); // the last saved time, as Raspberry Pi OS restores it
        machine.pass(Duration.ofMinutes(1));
      });
      accepted(boot + 1);
      machine.pass(Duration.ofMinutes(20));
      accepted(boot + 3);
    }
    List<Row> open = terminal().export();
    assertEquals(Optional.empty(), open.getLast().notAfter());
    terminal().restart(() -> {
      machine.pass(Duration.ofHours(3));
      machine.boot(MORNING.plusSeconds(120), 0);
      machine.pass(Duration.ofMinutes(1));
      machine.synchronise(500, 1_000);
    });
    accepted(6);
    List<Row> rows = terminal().export();
    assertEquals(List.of(1L, 2L, 2L, 3L, 3L, 4L), rows.stream().map(Row::boot).toList());
    within(rows.getFirst());
    within(rows.getLast());
    for (Row row : rows.subList(1, 5)) {
      assertEquals(Optional.empty(), row.best());
      assertFalse(row.notBefore().orElseThrow().isAfter(terminal().truth(row.seq())), row.toString());
      assertFalse(row.notAfter().orElseThrow().isBefore(terminal().truth(row.seq())), row.toString());
    }
    // not after: the later boot began when it did, and 20 minutes passed before this one's last entry
    assertTrue(rows.get(1).notAfter().orElseThrow().isBefore(rows.get(2).notAfter().orElseThrow()));
    List<String> table = terminal().lines(new Request.Punches(Optional.empty(), Optional.empty(),
        Request.Format.TABLE));
    assertTrue(table.get(2).contains("after 2026-11-20 ") && table.get(2).contains(" before 2026-11-20 "),
        table.get(2));
  }

  @Test
  void aRestoredTimeIsNoProofThatATapIsARepetition() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    assertEquals(Kind.IN, accepted(0).kind());
    terminal().restart(() -> {
      machine.pass(Duration.ofHours(4));
      machine.boot(MORNING.plusSeconds(30), 0); // as if no time had passed
      machine.pass(Duration.ofSeconds(20));
    });
    assertEquals(Kind.OUT, accepted(0).kind());
  }

  @Test
  void synchronisedInThisBootSurvivesARestartOfTheService() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(0);
    machine.loseSynchronisation();
    terminal().restart(() -> machine.pass(Duration.ofHours(10)));
    accepted(1);
    Row row = terminal().export().getLast();
    assertEquals("HOLDOVER", row.clock());
    assertTrue(row.uncertaintyMs().getAsLong() >= 720, row.toString());
    within(row);
  }

  @Test
  void aCorrectionThatWasDueWhenTheServiceEndedIsMadeAtItsNextStart() {
    accepted(0);
    terminal().restart(() -> {
      machine.pass(Duration.ofMinutes(5));
      machine.synchronise(0, 1_000);
    });
    accepted(1);
    terminal().export().forEach(this::within);
  }

  @Test
  void aBatteryBackedClockGivesHoldoverWithWhatItMayHaveDrifted() {
    machine.synchronise(0, 1_000);
    terminal().watch();
    terminal().batteryClock(() -> OptionalLong.of(machine.wall().instant().getEpochSecond()));
    terminal().restart(() -> {
      machine.pass(Duration.ofDays(3));
      machine.boot(machine.truth().plusSeconds(3), 0);
    });
    accepted(1);
    Row row = terminal().export().getLast();
    assertEquals("HOLDOVER", row.clock());
    within(row);
    machine.pass(Duration.ofMinutes(1));
    machine.synchronise(0, 1_000);
    terminal().watch();
    accepted(2);
    terminal().export().forEach(this::within);
    assertTrue(terminal().export().getFirst().uncertaintyMs().getAsLong() < 20);
  }

  private Screen.Accepted accepted(int worker) {
    Screen.Accepted tick = assertInstanceOf(Screen.Accepted.class, terminal().tap(worker));
    assertFalse(tick.repeat());
    return tick;
  }

  /// The exported time is within the stated uncertainty of the true one.
  private void within(Row row) {
    Duration error = Duration.between(terminal().truth(row.seq()), row.best().orElseThrow()).abs();
    assertTrue(error.compareTo(Duration.ofMillis(row.uncertaintyMs().orElseThrow())) <= 0, error + ": " + row);
  }
}
