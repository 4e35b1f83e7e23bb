package dev.punchpost.kiosk.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.evidence.Verdict.Change;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Correction;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import dev.punchpost.kiosk.store.derby.StoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real database. Four entries a day from 2026-01-01 on, at 06:00, 12:00, 18:00 and 23:30 in Madrid.
class RetentionTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T05:00:00Z");
  private static final long[] MINUTES = {0, 360, 720, 1_050};

  @TempDir
  Path data = Path.of("");
  private final LedgerKey key = LedgerKey.make();
  private final EntryIds ids = new EntryIds(new Random(5));
  private final AtomicLong ticks = new AtomicLong();
  private DerbyStore store;
  private Instant now = FIRST;
  private ClockState clock = ClockState.SYNCHRONISED;
  private Retention retention;

  @BeforeEach
  void open() {
    store = DerbyStore.open(new StoreOptions(data, "plant-a", "door-1", SampleLedger.MADRID, 1 << 20,
        () -> ticks.addAndGet(1_000_000), Instant::now));
    retention = retention();
  }

  private void reopen() {
    store.close();
    open();
  }

  private Retention retention() {
    return new Retention(store, key, Duration.ofDays(30), SampleLedger.MADRID,
        () -> new Reading(now, 1, Drafts.BOOT, clock, OptionalLong.of(1)), this::append);
  }

  private void append(Content content) {
    append(now, ClockState.SYNCHRONISED, content);
  }

  private void append(Instant wall, ClockState state, Content content) {
    Reading at = new Reading(wall, 1, Drafts.BOOT, state, OptionalLong.empty());
    store.writer().append(new Draft(ids.next(wall), at, at, content));
    store.writer().commit();
    store.writer().settle();
  }

  private void fill(int days) {
    for (int day = 0; day < days; day++) {
      for (long minutes : MINUTES) {
        append(FIRST.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(minutes)), ClockState.SYNCHRONISED,
            new Content.ReaderFound(Drafts.FRONT));
      }
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void turn() throws InterruptedException {
    retention.turn(_ -> {});
  }

  private Verdict verify() {
    return new Evidence(store, Optional.of(key), SampleLedger.MADRID, () -> now)
        .verify(new LedgerVerification(List.of(), List.of()));
  }

  @Test
  void wholeDaysThatAreOldAndDeliveredGoAndTheRestVerifies() throws InterruptedException {
    fill(40);
    store.outbox().markDelivered(160);
    now = Instant.parse("2026-02-05T11:00:00Z"); // thirty days before: 6 January, of which everything is kept
    turn();
    assertEquals(20, store.retirement().retiredThrough());
    assertEquals(1, store.retirement().oldest(), "first it is told, then it is done");
    turn();
    assertEquals(21, store.retirement().oldest());
    Verdict.Intact intact = assertInstanceOf(Verdict.Intact.class, verify(), verify().words());
    assertEquals(21, intact.first());
    assertEquals(161, intact.head().seq());
    reopen();
    turn();
    assertEquals(21, store.retirement().oldest(), "nothing more is old");
    assertInstanceOf(Verdict.Intact.class, verify());
  }

  @Test
  void whereAPunchIsFoundGoesWithItAndTheWorkersPunchesAreCorrectedAsBefore() throws InterruptedException {
    WorkerId ana = new WorkerId("ana");
    fill(1);
    for (Kind kind : List.of(Kind.IN, Kind.OUT)) {
      append(FIRST.plus(Duration.ofHours(kind == Kind.IN ? 24 : 32)), ClockState.SYNCHRONISED,
          new Content.Punch(ana, kind, Drafts.FRONT, CredentialId.Scheme.EM, Set.of()));
    }
    Correction.Punched was = new Correction.Punched(ana, Kind.OUT, FIRST.plus(Duration.ofHours(32)));
    append(FIRST.plus(Duration.ofHours(33)), ClockState.SYNCHRONISED, new Content.Corrected(
        new Correction.Replace(6, was, new Correction.Punched(ana, Kind.OUT, FIRST.plus(Duration.ofHours(31)))),
        new WorkerId("sue"), Optional.empty(), "left at three"));
    append(FIRST.plus(Duration.ofDays(60)), ClockState.SYNCHRONISED,
        new Content.Punch(ana, Kind.IN, Drafts.FRONT, CredentialId.Scheme.EM, Set.of()));
    store.outbox().markDelivered(8);
    assertEquals(5, store.history().sequences(ana, Instant.EPOCH, FIRST.plus(Duration.ofDays(99))).size());
    now = FIRST.plus(Duration.ofDays(50));
    turn();
    turn();
    assertEquals(8, store.retirement().oldest());
    assertEquals(List.of(8L), store.history().sequences(ana, Instant.EPOCH, FIRST.plus(Duration.ofDays(99))));
    assertTrue(store.history().correctionOf(6).isEmpty());
    append(FIRST.plus(Duration.ofDays(61)), ClockState.SYNCHRONISED, new Content.Corrected(
        new Correction.Void(8, new Correction.Punched(ana, Kind.IN, FIRST.plus(Duration.ofDays(60)))),
        new WorkerId("sue"), Optional.empty(), "nobody came"));
    assertTrue(store.writer().lastPunch(ana).isEmpty(), "what it followed is gone");
    assertInstanceOf(Verdict.Intact.class, verify(), verify().words());
  }

  @Test
  void whatIsNotDeliveredStaysAndSoDoesItsDay() throws InterruptedException {
    fill(40);
    store.outbox().markDelivered(10);
    now = Instant.parse("2026-06-01T11:00:00Z");
    turn();
    turn();
    assertEquals(9, store.retirement().oldest(), "10 and 11 are of one day");
  }

  @Test
  void aClockThatIsNotSynchronisedRemovesNothing() throws InterruptedException {
    fill(3);
    store.outbox().markDelivered(12);
    now = Instant.parse("2099-06-01T11:00:00Z");
    clock = ClockState.HOLDOVER;
    turn();
    turn();
    assertEquals(0, store.retirement().retiredThrough());
    assertEquals(12, store.committedThrough());
  }

  @Test
  void entriesOfAnUnsetClockGoOnlyWithLaterOnesThatAreKnownToBeOld() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      append(Instant.EPOCH.plusSeconds(i), ClockState.UNSET, new Content.ReaderFound(Drafts.FRONT));
    }
    store.outbox().markDelivered(5);
    now = Instant.parse("2026-06-01T11:00:00Z");
    turn();
    assertEquals(0, store.retirement().retiredThrough());
  }

  @Test
  void aPowerCutBetweenTheEntryAndTheRemovalLeavesALedgerThatVerifies() throws InterruptedException {
    fill(40);
    store.outbox().markDelivered(160);
    now = Instant.parse("2026-02-05T11:00:00Z");
    turn();
    assertEquals(7, store.retirement().removeSome(7));
    reopen();
    Verdict.Intact intact = assertInstanceOf(Verdict.Intact.class, verify(), verify().words());
    assertEquals(8, intact.first());
    turn();
    assertEquals(21, store.retirement().oldest());
    assertInstanceOf(Verdict.Intact.class, verify());
  }

  @Test
  void rowsRemovedByHandAreMissedAlsoBesideARetirement() throws InterruptedException {
    fill(40);
    store.outbox().markDelivered(160);
    now = Instant.parse("2026-02-05T11:00:00Z");
    turn();
    turn();
    List<LedgerRow> rows = new ArrayList<>();
    store.reader().forEachRow(1, 1_000, rows::add);
    Verdict verdict = new LedgerVerification(List.of(key.publicKey()), List.of())
        .rows(more -> {
          for (LedgerRow row : rows.subList(3, rows.size())) {
            if (!more.test(row)) {
              return;
            }
          }
        });
    Verdict.Broken broken = assertInstanceOf(Verdict.Broken.class, verdict, verdict.words());
    assertEquals(Change.MISSING, broken.change());
    assertEquals(21, broken.seq());
  }

  @Test
  void anEntryThatWasAlteredIsEvidenceAndStays() throws InterruptedException, java.sql.SQLException {
    fill(40);
    store.outbox().markDelivered(160);
    try (var sql = java.sql.DriverManager.getConnection("jdbc:derby:" + data.resolve("db"));
        var update = sql.prepareStatement("UPDATE ledger SET body = ? WHERE seq = 6")) {
      update.setBytes(1, "{}".getBytes(StandardCharsets.UTF_8));
      assertEquals(1, update.executeUpdate());
    }
    now = Instant.parse("2026-02-05T11:00:00Z");
    turn();
    turn();
    assertEquals(5, store.retirement().oldest(), "the first day is whole, the second is not");
    assertTrue(verify().words().startsWith("broken: entry 6: altered"), verify().words());
  }
}
