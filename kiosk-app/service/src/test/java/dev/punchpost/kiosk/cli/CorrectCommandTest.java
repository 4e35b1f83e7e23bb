package dev.punchpost.kiosk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `punchpost correct` and `punchpost worker`, from the command line to the ledger.
class CorrectCommandTest {
  private static final WorkerId ANA = new WorkerId("1042");
  private static final String PIN = "2580\n";

  private final MemoryPunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium());

  @TempDir
  Path folder = Path.of("");

  private WorkerDesk desk = new WorkerDesk(store, Path.of("/"));

  /// The ledger before each test: 1 to 3 PINs, 4 IN and 5 OUT of 1042 on 20 November, 6 a tap of a stranger, 7 a
  /// reader.
  @BeforeEach
  void aDayOfWork() throws IOException {
    Files.createFile(folder.resolve("something"));
    desk = new WorkerDesk(store, folder);
    store.roster().apply(List.of(worker("1042", "Ana", Set.of(), "em:0000000001"),
        worker("1043", "Ben", Set.of(), "em:0000000002"), worker("7", "Sue", Set.of("supervisor")),
        worker("8", "Sam", Set.of("supervisor")), worker("9", "Sid", Set.of("supervisor"))), false);
    for (String id : List.of("7", "8", "1042")) {
      desk.record(Drafts.START, new Content.PinChanged(new WorkerId(id),
          Optional.of(PinHash.of(new Pin("2580"), 4, new SecureRandom()))));
    }
    punch("2026-11-20T07:00:00Z", Kind.IN);
    punch("2026-11-20T15:30:00Z", Kind.OUT);
    desk.record(Instant.parse("2026-11-20T16:00:00Z"), new Content.UnidentifiedTap(Drafts.FRONT,
        CredentialId.parse("em:00000000FF"), Content.UnidentifiedTap.Reason.UNKNOWN_BADGE));
    desk.record(Instant.parse("2026-11-20T16:00:01Z"), new Content.ReaderFound(Drafts.FRONT));
  }

  private static Worker worker(String id, String name, Set<String> roles, String... badges) {
    return new Worker(new WorkerId(id), name, "", roles, true,
        List.of(badges).stream().map(CredentialId::parse).toList());
  }

  private void punch(String time, Kind kind) {
    desk.record(Instant.parse(time),
        new Content.Punch(ANA, kind, Drafts.FRONT, CredentialId.Scheme.EM, Set.of()));
  }

  private int correct(String what) {
    return desk.run(PIN, args(what + " --by 7 --reason 'tapped twice' --pin-stdin"));
  }

  private static String[] args(String line) {
    List<String> args = new ArrayList<>(List.of("correct"));
    for (String part : line.split(" (?=(?:[^']*'[^']*')*[^']*$)")) {
      args.add(part.replace("'", ""));
    }
    return args.toArray(String[]::new);
  }

  private EntryView.Correction newest() {
    return EntryView.of(store.history().entry(store.committedThrough()).orElseThrow()).correction().orElseThrow();
  }

  private void refused(int code, String words, int exit) {
    assertEquals(code, exit, desk.out() + desk.err());
    assertTrue(desk.err().contains(words), desk.err());
    assertTrue(desk.err().contains("nothing was changed"), desk.err());
    assertFalse(desk.err().contains("2580"), desk.err());
  }

  @Test
  void aPunchIsVoidedAndStaysInTheLedger() {
    assertEquals(0, correct("void 5"), desk.err());
    assertEquals("entry 8: entry 5 is void: OUT of 1042 at 2026-11-20 16:30:00 +01:00\n", desk.out());
    assertEquals("VOID", newest().action());
    assertEquals("7", newest().by());
    assertEquals("tapped twice", newest().reason());
    assertTrue(store.history().entry(5).isPresent());
    assertEquals(Kind.IN, store.writer().lastPunch(ANA).orElseThrow().kind());
  }

  @Test
  void aReplacementKeepsWhatIsNotGiven() {
    assertEquals(0, correct("replace 5 --time 2026-11-20T16:00"), desk.err());
    assertEquals(new EntryView.Punched("1042", "OUT", newest().now().orElseThrow().time()),
        newest().now().orElseThrow());
    assertEquals(Instant.parse("2026-11-20T15:00:00Z"), newest().now().orElseThrow().time().toInstant());
    assertEquals(0, correct("replace 8 --kind in --worker 1043"), desk.err());
    assertEquals(OptionalLong.of(8), newest().target());
    assertEquals("1043 IN", newest().now().map(it -> it.worker() + " " + it.kind()).orElseThrow());
    assertEquals(0, correct("void 9"), desk.err());
    refused(65, "entry 5 was voided by entry 10", correct("replace 5 --kind IN"));
  }

  @Test
  void aMissedPunchIsAddedAndATapAssigned() {
    assertEquals(0, correct("add --worker 1042 --kind OUT --time 2026-11-20T12:00:00+01:00"), desk.err());
    assertEquals(OptionalLong.empty(), newest().target());
    assertEquals(0, correct("assign 6 --worker 1043 --kind IN"), desk.err());
    assertEquals(Instant.parse("2026-11-20T16:00:00Z"), newest().now().orElseThrow().time().toInstant());
    assertEquals(0, correct("void 8"), desk.err());
    assertEquals(0, correct("replace 9 --worker 1042"), desk.err());
  }

  @Test
  void aSecondSupervisorApprovesWithAPin() {
    assertEquals(0, desk.run("2580\n2580\n", args("void 5 --by 7 --approved-by 8 --reason why --pin-stdin")),
        desk.err());
    assertEquals(Optional.of("8"), newest().approvedBy());
    refused(77, "not the PIN of supervisor 8 (1 of 5 tries)",
        desk.run("2580\n1111\n", args("void 4 --by 7 --approved-by 8 --reason why --pin-stdin")));
    refused(65, "another supervisor than 7",
        desk.run("2580\n2580\n", args("void 4 --by 7 --approved-by 7 --reason why --pin-stdin")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      void 99                                                   | there is no entry 99; the newest is 7
      void 0                                                    | there is no entry 0
      void 99999999999999999999                                 | is its sequence
      void x                                                    | is its sequence
      void 7                                                    | entry 7 is no punch, but dev.punchpost.reader.found.v1
      void 1                                                    | entry 1 is no punch
      void 6                                                    | 'correct assign' makes it a worker's
      replace 6 --kind IN                                       | counts for nobody
      replace 5                                                 | says that already: OUT of 1042
      replace 5 --kind OUT                                      | says that already
      replace 5 --kind LUNCH                                    | --kind is IN or OUT
      replace 5 --worker 77                                     | worker 77 is not in the roster
      replace 5 --worker a/b                                    | worker must match
      replace 5 --time 2026-11-22T08:00                         | is in the future; it is 2026-11-21 10:00:00 +01:00
      replace 5 --time 2026-11-20T08:00                         | has a punch at that very time: IN, entry 4
      add --worker 1042 --kind IN --time 2026-11-21T10:00:01    | is in the future
      add --worker 1042 --kind IN --time 1999-12-31T00:00       | before the year 2000
      add --worker 1042 --kind IN --time yesterday              | a time is written
      add --worker 1042 --kind IN --time 2026-03-29T02:30       | there was no 2026-03-29T02:30 in Europe/Madrid
      add --worker 1042 --kind IN --time 2026-10-25T02:30       | came twice
      add --worker 1042 --kind OUT --time 2026-11-20T08:00      | has a punch at that very time: IN, entry 4
      add --worker 77 --kind IN --time 2026-11-20T08:00         | not in the roster
      assign 4 --worker 1042 --kind IN                          | not the tap of an unidentified badge; 'correct replace
      assign 7 --worker 1042 --kind IN                          | not the tap of an unidentified badge
      assign 6 --worker 77 --kind IN                            | not in the roster
      assign 98 --worker 1042 --kind IN                         | there is no entry 98
      """)
  void badInputIsExplainedAndChangesNothing(String command, String words) {
    refused(65, words, correct(command));
    assertEquals(7, store.committedThrough());
  }

  @Test
  void whatWasCorrectedIsCorrectedWhereItStandsNow() {
    assertEquals(0, correct("void 5"));
    refused(65, "entry 5 was voided by entry 8", correct("void 5"));
    refused(65, "entry 8 takes a punch away", correct("void 8"));
    assertEquals(0, correct("replace 4 --kind OUT"));
    refused(65, "entry 4 was corrected by entry 9; correct entry 9", correct("replace 4 --time 2026-11-20T09:00"));
    refused(65, "entry 4 was corrected by entry 9; correct entry 9", correct("void 4"));
    assertEquals(0, correct("assign 6 --worker 1042 --kind IN"));
    refused(65, "entry 6 was corrected by entry 10", correct("assign 6 --worker 1043 --kind IN"));
    assertEquals(10, store.committedThrough());
  }

  @Test
  void aReasonIsAskedFor() {
    for (String reason : List.of("'  x  '", "'" + "y".repeat(501) + "'", "'two\nlines'", "''")) {
      refused(65, "--reason says why", desk.run(PIN, args("void 5 --by 7 --pin-stdin --reason " + reason)));
    }
    assertEquals(64, desk.run(PIN, args("void 5 --by 7 --pin-stdin")));
    assertEquals(0, desk.run(PIN, args("void 5 --by 7 --pin-stdin --reason '" + "é".repeat(500) + "'")), desk.err());
  }

  @Test
  void onlyASupervisorWithAPinCorrects() {
    refused(77, "1042 is not a supervisor", desk.run(PIN, args("void 5 --by 1042 --reason why --pin-stdin")));
    refused(77, "77 is not a supervisor", desk.run(PIN, args("void 5 --by 77 --reason why --pin-stdin")));
    refused(77, "supervisor 9 has no PIN", desk.run(PIN, args("void 5 --by 9 --reason why --pin-stdin")));
    assertEquals(65, desk.run("12\n", args("void 5 --by 7 --reason why --pin-stdin")));
    assertEquals(64, desk.run(PIN, args("void 5 --by 7 --reason why")), "no terminal here");
    assertTrue(desk.err().contains("--pin-stdin"), desk.err());
    assertEquals(7, store.committedThrough());
    store.roster().apply(List.of(worker("1042", "Ana", Set.of())), false);
    refused(77, "7 is not a supervisor", correct("void 5"));
  }

  @Test
  void fiveWrongPinsLockASupervisorForFiveMinutesOfTheBoot() {
    String wrong = "1111\n";
    for (int tries = 1; tries <= 4; tries++) {
      refused(77, "(" + tries + " of 5 tries)", desk.run(wrong, args("void 5 --by 7 --reason why --pin-stdin")));
    }
    refused(77, "no PIN of 7 is taken for 5 minutes",
        desk.run(wrong, args("void 5 --by 7 --reason why --pin-stdin")));
    assertEquals(12, store.committedThrough(), "each wrong PIN is in the ledger");
    EntryView lock = EntryView.of(store.history().entry(12).orElseThrow());
    assertEquals("dev.punchpost.pin.refused.v1 5 300",
        lock.type() + " " + lock.detail("tries").orElse("") + " " + lock.detail("lockedSeconds").orElse(""));
    Reading before = desk.clock();
    desk.clock(before.at(before.monotonicUs() + Duration.ofSeconds(299).toNanos() / 1_000));
    refused(77, "locked after 5 wrong PINs, for another 2 s", correct("void 5"));
    assertEquals(12, store.committedThrough(), "what is refused unseen is not");
    desk.clock(new Reading(before.wall().plusSeconds(99_999), before.monotonicUs(), before.bootId(), before.state(),
        before.uncertaintyMs()));
    refused(77, "locked", correct("void 5"));
    assertEquals(0, desk.run(PIN, args("void 4 --by 8 --reason why --pin-stdin")), "another one is not locked");
    desk.clock(before.at(before.monotonicUs() + Duration.ofSeconds(300).toNanos() / 1_000));
    assertEquals(0, correct("void 5"), desk.err());
    assertEquals(0, store.access().of(new WorkerId("7")).wrongTries());
  }

  @Test
  void anUnsetClockIsToldWhenATimeSeemsToBeInTheFuture() {
    desk.clock(new Reading(Instant.EPOCH, 5, "boot-2", ClockState.UNSET, OptionalLong.empty()));
    refused(65, "by a clock that is not synchronised", correct("replace 5 --time 2026-11-20T16:00"));
  }

  @Test
  void aWorkersDayShowsRawEntriesCorrectionsAndWhatIsOpen() {
    correct("void 5");
    correct("add --worker 1042 --kind OUT --time 2026-11-20T12:00");
    correct("assign 6 --worker 1042 --kind IN");
    assertEquals(0, desk.run("", "worker", "show", "1042", "--day", "2026-11-20"), desk.err());
    assertEquals("""
        worker 1042 Ana, 2026-11-20 (Europe/Madrid)
               seq  time
                 4  2026-11-20 08:00:00 +01:00  IN  worker 1042  reader front
                 5  2026-11-20 16:30:00 +01:00  OUT  worker 1042  reader front
                 8  2026-11-21 10:00:00 +01:00    VOID 5  by 7: tapped twice
                 6  2026-11-20 17:00:00 +01:00  unidentified tap  reader front  UNKNOWN_BADGE
                10  2026-11-21 10:00:00 +01:00    ASSIGN 6: IN of 1042 at 2026-11-20 17:00:00 +01:00  by 7: tapped twice
                 9  2026-11-21 10:00:00 +01:00    ADD: OUT of 1042 at 2026-11-20 12:00:00 +01:00  by 7: tapped twice
        worked 4 h 00 min, break 0 h 00 min
        open: no OUT after the IN of 2026-11-20 17:00:00 +01:00 (entry 10)
        """, desk.out());
  }

  @Test
  void aPunchThatWasMovedIsShownWhereItWasAndWhereItIs() {
    correct("replace 5 --worker 1043");
    correct("replace 4 --time 2026-11-19T08:00");
    for (String worker : List.of("1042", "1043")) {
      assertEquals(0, desk.run("", "worker", "show", worker, "--day", "2026-11-20"));
      assertTrue(desk.out().contains("  5  2026-11-20 16:30:00") && desk.out().contains("REPLACE 5: OUT of 1043"),
          desk.out());
    }
    assertEquals(0, desk.run("", "worker", "show", "1042", "--day", "2026-11-19"));
    assertTrue(desk.out().contains("REPLACE 4") && desk.out().contains("open: no OUT"), desk.out());
    assertEquals(0, desk.run("", "worker", "show", "1042"));
    assertTrue(desk.out().contains("2026-11-21") && desk.out().contains("no entries"), desk.out());
    assertEquals(64, desk.run("", "worker", "show", "1042", "--day", "monday"));
    assertEquals(65, desk.run("", "worker", "show", "77"));
    assertEquals(65, desk.run("", "worker", "show", "a/b"));
  }

  @Test
  void pinsAndRolesAreSetByHandAndSurviveTheNextRoster() {
    assertEquals(0, desk.run("", "worker", "role", "1043", "--add", "supervisor"), desk.err());
    assertEquals("entry 8: the roles of worker 1043 are supervisor (roster: none)\n", desk.out());
    assertEquals(0, desk.run("", "roster", "list"));
    assertTrue(desk.out().lines().anyMatch(line -> line.startsWith("1043") && line.contains("supervisor")), desk.out());
    assertEquals(0, desk.run("2581\n", "worker", "pin", "1043", "--pin-stdin"), desk.err());
    store.roster().apply(List.of(worker("1043", "Ben", Set.of("driver"))), true);
    assertEquals(0, desk.run("2581\n", args("void 5 --by 1043 --reason why --pin-stdin")), desk.err());
    assertEquals(0, desk.run("", "worker", "role", "1043", "--remove", "supervisor"), desk.err());
    refused(77, "not a supervisor", desk.run("2581\n", args("void 4 --by 1043 --reason why --pin-stdin")));
    assertEquals(0, desk.run("", "worker", "role", "1043", "--reset"), desk.err());
    assertTrue(desk.out().contains("are driver (roster: driver)"), desk.out());
    assertEquals(0, desk.run("", "worker", "pin", "1043", "--remove"), desk.err());
    refused(65, "has no PIN", desk.run("", "worker", "pin", "1043", "--remove"));
  }

  @Test
  void aPinOrRoleThatCannotBeIsRefused() {
    refused(65, "first that anybody tries", desk.run("1234\n", "worker", "pin", "7", "--pin-stdin"));
    refused(65, "77 is not in the roster", desk.run("2581\n", "worker", "pin", "77", "--pin-stdin"));
    refused(65, "4 to 12 digits", desk.run("", "worker", "pin", "7", "--pin-stdin"));
    refused(65, "nothing to do", desk.run("", "worker", "role", "7"));
    refused(65, "at once", desk.run("", "worker", "role", "7", "--add", "x", "--remove", "x"));
    refused(65, "words of a-z", desk.run("", "worker", "role", "7", "--add", "Boss!"));
    refused(65, "not in the roster", desk.run("", "worker", "role", "77", "--add", "supervisor"));
    assertEquals(7, store.committedThrough());
  }

  @Test
  void anErasedWorkersNameIsGoneAndTheEntriesStay() {
    assertEquals(64, desk.run("", "worker", "erase", "1042"));
    refused(65, "--reason says why", desk.run("", "worker", "erase", "1042", "--reason", "x"));
    refused(65, "nothing is known of worker 77", desk.run("", "worker", "erase", "77", "--reason", "left in 2022"));
    assertEquals(7, store.committedThrough());
    assertEquals(0, desk.run("", "worker", "erase", "1042", "--reason", "left in 2022"), desk.err());
    assertEquals("entry 8: worker 1042 is erased: name, 1 badge, PIN. Entries keep the number 1042\n", desk.out());
    assertEquals("dev.punchpost.worker.erased.v1", store.history().entry(8).orElseThrow().type());
    assertTrue(store.writer().workerFor(CredentialId.parse("em:0000000001")).isEmpty());
    assertEquals(0, desk.run("", "worker", "show", "1042", "--day", "2026-11-20"));
    assertTrue(desk.out().contains("1042, not in the roster") && desk.out().contains("worked 8 h 30 min"),
        desk.out());
    assertEquals(0, correct("void 5"), desk.err());
    refused(65, "nothing is known", desk.run("", "worker", "erase", "1042", "--reason", "left in 2022"));
  }
}
