package dev.punchpost.kiosk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Correction.Punched;
import dev.punchpost.kiosk.ledger.Correction;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [PunchStore] must do with corrections and with what is known about workers beside the roster.
public abstract class CorrectionContract {
  protected static final WorkerId ANA = new WorkerId("1042");
  protected static final WorkerId BEN = new WorkerId("1043");
  protected static final WorkerId SUPERVISOR = new WorkerId("7");
  private static final PinHash HASH = new PinHash("$2a$04$" + "x".repeat(53));

  protected final Drafts drafts = new Drafts();
  protected PunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium());

  /// Opens the store of this test: an empty one first, then, after a close, the same again.
  protected abstract PunchStore open();

  @BeforeEach
  void openIt() {
    store = open();
  }

  @AfterEach
  void closeIt() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = open();
  }

  @Test
  void aPunchIsFoundAtItsWorkerAndTime() {
    for (Kind kind : List.of(Kind.IN, Kind.OUT, Kind.IN)) {
      append(drafts.punch("1042", kind));
    }
    append(drafts.punch("1043", Kind.IN));
    assertEquals(List.of(2L, 3L), history(ANA, 1, 60));
    assertEquals(List.of(1L), history(ANA, 0, 1));
    assertEquals(List.of(4L), history(BEN, 0, 60));
    assertEquals(List.of(), history(SUPERVISOR, 0, 60));
    assertEquals(3, store.history().entry(3).orElseThrow().seq());
    assertTrue(store.history().entry(5).isEmpty());
    assertTrue(store.history().entry(0).isEmpty());
  }

  @Test
  void whatIsNotCommittedIsNotFound() {
    append(drafts.punch("1042", Kind.IN));
    store.writer().append(drafts.punch("1042", Kind.OUT));
    store.writer().append(corrected(new Correction.Void(1, punched(ANA, Kind.IN, 0))));
    assertEquals(List.of(1L), history(ANA, 0, 60));
    assertTrue(store.history().entry(2).isEmpty());
    assertTrue(store.history().correctionOf(1).isEmpty());
    store.writer().rollback();
    assertEquals(Kind.IN, last(ANA).orElseThrow().kind());
    assertEquals(List.of(1L), history(ANA, 0, 60));
  }

  @Test
  void aWholeChainOfCorrectionsIsFoundFromEveryPlaceItTouched() {
    append(drafts.punch("1042", Kind.IN));
    Punched raw = punched(ANA, Kind.IN, 0);
    Punched hourLater = punched(ANA, Kind.IN, 3_600);
    Punched bens = punched(BEN, Kind.OUT, 7_200);
    append(corrected(new Correction.Replace(1, raw, hourLater)));
    append(corrected(new Correction.Replace(2, hourLater, bens)));
    append(corrected(new Correction.Void(3, bens)));
    List<Long> chain = List.of(1L, 2L, 3L, 4L);
    assertEquals(chain, history(ANA, 0, 60));
    assertEquals(chain, history(ANA, 3_600, 3_601));
    assertEquals(chain, history(BEN, 7_200, 7_201));
    assertEquals(2, store.history().correctionOf(1).orElseThrow().seq());
    assertEquals(4, store.history().newestCorrectionOf(1).orElseThrow().seq());
    assertTrue(store.history().newestCorrectionOf(4).isEmpty());
    reopen();
    assertEquals(chain, history(BEN, 7_200, 7_201));
  }

  @Test
  void aVoidedPunchIsNotTheLastOneAnyMore() {
    append(drafts.punch("1042", Kind.IN));
    append(drafts.punch("1042", Kind.OUT));
    LastPunch first = lastOf(1);
    append(corrected(new Correction.Void(2, punched(ANA, Kind.OUT, 1))));
    assertEquals(Optional.of(first), last(ANA));
    append(corrected(new Correction.Void(1, punched(ANA, Kind.IN, 0))));
    assertTrue(last(ANA).isEmpty());
    reopen();
    assertTrue(last(ANA).isEmpty());
  }

  @Test
  void aReplacedLastPunchKeepsTheClocksOfItsTapUnlessTheTimeIsNew() {
    append(drafts.punch("1042", Kind.IN));
    LastPunch tap = last(ANA).orElseThrow();
    StoredEntry kind = append(corrected(
        new Correction.Replace(1, punched(ANA, Kind.IN, 0), punched(ANA, Kind.OUT, 0))));
    assertEquals(Optional.of(new LastPunch(2, kind.id(), Kind.OUT, tap.wall(), tap.bootId(), tap.monotonicUs(),
        tap.clock())),
        last(ANA));
    Draft time = corrected(new Correction.Replace(2, punched(ANA, Kind.OUT, 0), punched(ANA, Kind.OUT, -30)));
    append(time);
    LastPunch now = last(ANA).orElseThrow();
    assertEquals(Drafts.START.minusSeconds(30), now.wall());
    assertEquals(time.at().monotonicUs() - 32_000_000, now.monotonicUs(), "32 s before the correction");
  }

  @Test
  void aTimeGivenWhileTheClockWasNotSetBelongsToNoBoot() {
    append(drafts.punch("1042", Kind.IN));
    Draft draft = corrected(new Correction.Replace(1, punched(ANA, Kind.IN, 0), punched(ANA, Kind.IN, -30)));
    Reading unset = new Reading(Instant.EPOCH, draft.at().monotonicUs(), Drafts.BOOT, ClockState.UNSET,
        OptionalLong.empty());
    append(new Draft(draft.id(), unset, unset, draft.content()));
    LastPunch now = last(ANA).orElseThrow();
    assertEquals(Drafts.START.minusSeconds(30), now.wall());
    assertEquals(LastPunch.NO_BOOT, now.bootId());
    assertEquals(ClockState.HOLDOVER, now.clock());
    append(drafts.of(new Content.TimeCorrected(1, 2, 1_000_000, OptionalLong.of(5),
        Content.TimeCorrected.Cause.FIRST_SYNCHRONISATION)));
    assertEquals(Optional.of(now), last(ANA));
  }

  @Test
  void aPunchGivenToAnotherWorkerMovesBothLastPunches() {
    append(drafts.punch("1042", Kind.IN));
    append(corrected(new Correction.Replace(1, punched(ANA, Kind.IN, 0), punched(BEN, Kind.IN, 0))));
    assertTrue(last(ANA).isEmpty());
    assertEquals(Kind.IN, last(BEN).orElseThrow().kind());
  }

  @Test
  void anAddedPunchIsTheLastOneOnlyIfNothingCameAfterIt() {
    append(drafts.punch("1042", Kind.IN));
    LastPunch tap = last(ANA).orElseThrow();
    append(corrected(new Correction.Add(punched(ANA, Kind.OUT, -60))));
    assertEquals(Optional.of(tap), last(ANA));
    append(corrected(new Correction.Add(punched(ANA, Kind.OUT, 1))));
    assertEquals(Kind.OUT, last(ANA).orElseThrow().kind());
    assertEquals(3, last(ANA).orElseThrow().seq());
  }

  @Test
  void aCorrectionOfAnOldPunchLeavesATapThatAClockSetBackAlone() {
    append(drafts.punch("1042", Kind.IN));
    append(drafts.at(Drafts.START.minus(Duration.ofDays(365)),
        new Content.Punch(ANA, Kind.OUT, Drafts.FRONT, CredentialId.Scheme.EM, Set.of())));
    LastPunch tap = last(ANA).orElseThrow();
    append(corrected(new Correction.Add(punched(ANA, Kind.IN, -3_600))));
    assertEquals(Optional.of(tap), last(ANA));
  }

  @Test
  void anAssignedTapIsTheWorkersWithTheClocksOfTheTap() {
    Draft tap = drafts.of(new Content.UnidentifiedTap(Drafts.FRONT, CredentialId.parse(Drafts.badge(1)),
        Content.UnidentifiedTap.Reason.UNKNOWN_BADGE));
    append(tap);
    append(corrected(new Correction.Assign(1, new Punched(ANA, Kind.IN, tap.at().wall()))));
    LastPunch last = last(ANA).orElseThrow();
    assertEquals(2, last.seq());
    assertEquals(tap.at().monotonicUs(), last.monotonicUs());
    assertEquals(List.of(1L, 2L), history(ANA, 0, 60));
  }

  @Test
  void aPinIsKeptWithItsWrongTriesAndALockSurvivesReopening() {
    assertEquals(Access.NONE, store.access().of(ANA));
    append(drafts.of(new Content.PinChanged(ANA, Optional.of(HASH))));
    append(drafts.of(new Content.PinRefused(ANA, 1, Duration.ZERO)));
    append(drafts.of(new Content.PinRefused(ANA, 2, Duration.ZERO)));
    assertEquals(new Access(Optional.of(HASH), 2, Optional.empty(), Set.of(), Set.of()), store.access().of(ANA));
    Draft fifth = drafts.of(new Content.PinRefused(ANA, 5, Access.Lock.LENGTH));
    append(fifth);
    reopen();
    Access locked = store.access().of(ANA);
    assertEquals(5, locked.wrongTries(), "the next lock is longer");
    Access.Lock lock = new Access.Lock(Drafts.BOOT, fifth.at().monotonicUs() + 300_000_000,
        fifth.at().wall().plusSeconds(300));
    assertEquals(Optional.of(lock), locked.lock());
    append(drafts.of(new Content.PinAccepted(ANA)));
    assertEquals(new Access(Optional.of(HASH), 0, Optional.empty(), Set.of(), Set.of()), store.access().of(ANA));
    append(drafts.of(new Content.PinRefused(ANA, 5, Access.Lock.LENGTH)));
    append(drafts.of(new Content.PinChanged(ANA, Optional.of(HASH))));
    assertEquals(Optional.empty(), store.access().of(ANA).lock());
    append(drafts.of(new Content.PinChanged(ANA, Optional.empty())));
    assertEquals(Optional.empty(), store.access().of(ANA).pin());
  }

  @Test
  void aCorrectionClearsTheWrongTriesOfItsSupervisors() {
    for (WorkerId worker : List.of(SUPERVISOR, BEN)) {
      append(drafts.of(new Content.PinChanged(worker, Optional.of(HASH))));
      append(drafts.of(new Content.PinRefused(worker, 4, Duration.ZERO)));
    }
    append(drafts.of(new Content.Corrected(new Correction.Add(punched(ANA, Kind.IN, 0)), SUPERVISOR,
        Optional.of(BEN), "forgot")));
    assertEquals(0, store.access().of(SUPERVISOR).wrongTries());
    assertEquals(0, store.access().of(BEN).wrongTries());
  }

  @Test
  void rolesByHandHoldWhateverTheRosterSays() {
    append(drafts.of(new Content.RolesChanged(ANA, Set.of("supervisor"), Set.of("driver"))));
    store.roster().apply(List.of(Drafts.worker("1042", Drafts.badge(1))), false);
    reopen();
    Access access = store.access().of(ANA);
    assertEquals(Set.of("supervisor"), access.roles(Set.of("driver")));
    assertEquals(Set.of("supervisor", "cook"), access.roles(Set.of("cook")));
    append(drafts.of(new Content.RolesChanged(ANA, Set.of(), Set.of())));
    assertEquals(Access.NONE, store.access().of(ANA));
  }

  @Test
  void anErasedWorkersBadgeIsNobodysAndTheEntriesStay() {
    store.roster().apply(List.of(Drafts.worker("1042", Drafts.badge(1)), Drafts.worker("1043", Drafts.badge(2))),
        false);
    append(drafts.of(new Content.PinChanged(ANA, Optional.of(HASH))));
    append(drafts.of(new Content.RolesChanged(ANA, Set.of("supervisor"), Set.of())));
    append(drafts.punch("1042", Kind.IN));
    store.writer().append(drafts.of(new Content.WorkerErased(ANA, "left in 2022")));
    store.writer().rollback();
    assertEquals(2, store.roster().workers().size());
    append(drafts.of(new Content.WorkerErased(ANA, "left in 2022")));
    assertTrue(store.writer().workerFor(CredentialId.parse(Drafts.badge(1))).isEmpty());
    assertTrue(store.writer().workerFor(CredentialId.parse(Drafts.badge(2))).isPresent());
    store.writer().rollback();
    assertEquals(List.of(BEN), store.roster().workers().stream().map(worker -> worker.id()).toList());
    assertEquals(Access.NONE, store.access().of(ANA));
    assertEquals(List.of(3L), history(ANA, 0, 60));
    reopen();
    assertEquals(1, store.roster().workers().size());
    store.roster().apply(List.of(Drafts.worker("1042", Drafts.badge(1))), true);
    assertEquals(2, store.roster().workers().size());
  }

  protected StoredEntry append(Draft draft) {
    StoredEntry entry = store.writer().append(draft);
    store.writer().commit();
    return entry;
  }

  protected Draft corrected(Correction correction) {
    return drafts.of(new Content.Corrected(correction, SUPERVISOR, Optional.empty(), "because"));
  }

  /// @param second after [Drafts#START]
  protected static Punched punched(WorkerId worker, Kind kind, long second) {
    return new Punched(worker, kind, Drafts.START.plusSeconds(second));
  }

  private LastPunch lastOf(long seq) {
    LastPunch now = last(ANA).orElseThrow();
    StoredEntry entry = store.history().entry(seq).orElseThrow();
    return new LastPunch(seq, entry.id(), Kind.IN, Drafts.START, Drafts.BOOT, now.monotonicUs() - 1,
        now.clock());
  }

  private List<Long> history(WorkerId worker, long fromSecond, long toSecond) {
    Instant from = Drafts.START.plusSeconds(fromSecond);
    return store.history().of(worker, from, Drafts.START.plusSeconds(toSecond)).stream().map(StoredEntry::seq)
        .toList();
  }

  private Optional<LastPunch> last(WorkerId worker) {
    return store.writer().lastPunch(worker);
  }
}
