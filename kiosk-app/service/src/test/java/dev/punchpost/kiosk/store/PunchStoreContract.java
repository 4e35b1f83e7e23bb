package dev.punchpost.kiosk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.Seal;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [PunchStore] must do. One per implementation extends it.
public abstract class PunchStoreContract {
  private static final WorkerId ANA = new WorkerId("1042");

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

  protected void reopen() {
    store.close();
    store = open();
  }

  @Test
  void aNewLedgerIsEmptyAndWasClosedCleanly() {
    assertEquals(0, store.committedThrough());
    assertEquals(0, store.outbox().deliveredThrough());
    assertEquals(0, store.roster().version());
    assertTrue(store.closedCleanly());
    assertEquals(List.of(), store.outbox().after(0, 10));
    assertEquals(List.of(), all());
  }

  @Test
  void theLedgersIdentityStaysWithIt() {
    LedgerId before = store.ledger();
    reopen();
    assertEquals(before, store.ledger());
  }

  @Test
  void sequencesGrowByOneFromOneAndGoOnAfterReopening() {
    assertEquals(1, append(drafts.punch("1042", Kind.IN)).seq());
    assertEquals(2, append(drafts.punch("1042", Kind.OUT)).seq());
    reopen();
    assertEquals(2, store.committedThrough());
    assertEquals(3, append(drafts.of(new Content.ServiceStarted("0.1.0", false))).seq());
  }

  @Test
  void eachEntryHoldsTheHashOfTheOneBeforeAndARolledBackOneIsForgotten() {
    assertEquals(LedgerHead.empty(store.ledger()), store.head());
    EntryView first = EntryView.of(append(drafts.punch("1042", Kind.IN)));
    assertEquals(Optional.of(EntryHash.genesis(store.ledger()).hex()), first.detail("prev"));
    LedgerHead head = store.head();
    assertEquals(new LedgerHead(store.ledger(), 1, first.hash().orElseThrow()), head);
    store.writer().append(drafts.punch("1042", Kind.OUT));
    assertEquals(2, store.writer().head().seq());
    assertEquals(head, store.head(), "not before the commit");
    store.writer().rollback();
    assertEquals(head, store.writer().head());
    store.writer().append(drafts.punch("1042", Kind.OUT));
    reopen();
    assertEquals(head, store.head());
    assertEquals(Optional.of(head.hash().hex()),
        EntryView.of(append(drafts.punch("1042", Kind.OUT))).detail("prev"));
  }

  @Test
  void onlyWhatALedgerEntryHasGivenUpIsRemoved() {
    for (int i = 0; i < 10; i++) {
      append(drafts.punch("1042", Kind.IN));
    }
    assertEquals(0, store.retirement().removeSome(100));
    store.writer().append(drafts.of(new Content.Retired(1, 4, store.head().hash(), "", new Seal("", "", ""))));
    store.writer().rollback();
    assertEquals(0, store.retirement().retiredThrough());
    assertEquals(0, store.retirement().removeSome(100));
    append(drafts.of(new Content.Retired(1, 4, store.head().hash(), "", new Seal("", "", ""))));
    assertEquals(4, store.retirement().retiredThrough());
    assertEquals(3, store.retirement().removeSome(3));
    assertEquals(4, store.retirement().oldest());
    reopen();
    assertEquals(1, store.retirement().removeSome(3));
    assertEquals(0, store.retirement().removeSome(3));
    assertEquals(5, all().getFirst().seq());
    assertEquals(11, store.committedThrough());
    assertEquals(12, append(drafts.punch("1042", Kind.IN)).seq());
  }

  @Test
  void entriesWaitingTogetherAreCommittedTogether() {
    for (int i = 0; i < 5; i++) {
      store.writer().append(drafts.punch("w" + i, Kind.IN));
    }
    assertEquals(0, store.committedThrough());
    assertEquals(List.of(), store.outbox().after(0, 10));
    store.writer().commit();
    assertEquals(5, store.committedThrough());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), store.outbox().after(0, 10).stream().map(StoredEntry::seq).toList());
  }

  @Test
  void theSequencesOfARolledBackUnitAreGivenAgain() {
    append(drafts.punch("1042", Kind.IN));
    store.writer().append(drafts.punch("1042", Kind.OUT));
    store.writer().append(drafts.punch("1043", Kind.IN));
    store.writer().rollback();
    assertEquals(Kind.IN, last(ANA).orElseThrow().kind());
    assertEquals(2, append(drafts.punch("1042", Kind.OUT)).seq());
    assertEquals(2, all().size());
  }

  @Test
  void aUnitThatWasNotCommittedIsGoneAfterReopening() {
    append(drafts.punch("1042", Kind.IN));
    store.writer().append(drafts.punch("1042", Kind.OUT));
    reopen();
    assertEquals(1, store.committedThrough());
    assertEquals(Kind.IN, last(ANA).orElseThrow().kind());
  }

  @Test
  void theBodyIsReadBackCharacterByCharacter() {
    StoredEntry written = append(drafts.punch("1042", Kind.IN));
    reopen();
    assertEquals(List.of(written), all());
    assertEquals(List.of(written), store.outbox().after(0, 1));
    EntryView view = EntryView.of(written);
    assertEquals(1, view.seq());
    assertEquals(store.ledger(), view.ledger());
  }

  @Test
  void lookUpsSeeWhatTheirUnitHasAppended() {
    Draft draft = drafts.punch("1042", Kind.IN);
    store.writer().append(draft);
    LastPunch seen = last(ANA).orElseThrow();
    assertEquals(new LastPunch(1, draft.id(), Kind.IN, draft.at().wall(), Drafts.BOOT, draft.at().monotonicUs(),
        draft.at().state()), seen);
    store.writer().append(drafts.punch("1042", Kind.OUT));
    assertEquals(Kind.OUT, last(ANA).orElseThrow().kind());
    store.writer().commit();
    assertEquals(2, last(ANA).orElseThrow().seq());
    assertTrue(last(new WorkerId("7")).isEmpty());
  }

  @Test
  void onlyPunchesMoveTheLastPunch() {
    append(drafts.punch("1042", Kind.IN));
    append(drafts.of(new Content.UnidentifiedTap(Drafts.FRONT, CredentialId.parse("em:0F002EC3E3"),
        Content.UnidentifiedTap.Reason.UNKNOWN_BADGE)));
    append(drafts.of(new Content.ReaderFound(Drafts.FRONT)));
    assertEquals(1, last(ANA).orElseThrow().seq());
  }

  @Test
  void whatIsSetAsideStaysOnTheListOverARestart() {
    for (int i = 0; i < 3; i++) {
      append(drafts.punch("1042", Kind.IN));
    }
    Instant at = Instant.parse("2026-11-20T08:00:00.123456Z");
    store.outbox().setAside().add(2, 0x99, 2, at);
    store.outbox().setAside().add(3, 0x80, 4, at);
    store.outbox().setAside().add(3, 0x95, 1, at);
    assertEquals(1, store.outbox().setAside().again(OptionalLong.of(2)));
    assertEquals(0, store.outbox().setAside().again(OptionalLong.of(1)));
    store.outbox().markSent(3);
    reopen();
    assertEquals(3, store.outbox().sentThrough());
    List<SetAside> all = store.outbox().setAside().list();
    assertEquals(List.of(new SetAside(2, all.getFirst().type(), 0x99, 2, at, true),
        new SetAside(3, all.getFirst().type(), 0x95, 1, at, false)), all);
    assertEquals(2, store.outbox().setAside().again(OptionalLong.empty()));
    store.outbox().setAside().remove(2);
    store.outbox().setAside().remove(3);
    assertEquals(List.of(), store.outbox().setAside().list());
  }

  @Test
  void theOutboxGivesWhatIsAfterASequenceUpToALimit() {
    for (int i = 0; i < 10; i++) {
      append(drafts.punch("1042", Kind.IN));
    }
    assertEquals(List.of(4L, 5L, 6L), store.outbox().after(3, 3).stream().map(StoredEntry::seq).toList());
    assertEquals(List.of(9L, 10L), store.outbox().after(8, 500).stream().map(StoredEntry::seq).toList());
    assertEquals(List.of(), store.outbox().after(10, 500));
  }

  @Test
  void theDeliveryMarkStaysAndNeverGoesBack() {
    for (int i = 0; i < 3; i++) {
      append(drafts.punch("1042", Kind.IN));
    }
    store.outbox().markDelivered(2);
    store.outbox().markDelivered(1);
    assertEquals(2, store.outbox().deliveredThrough());
    reopen();
    assertEquals(2, store.outbox().deliveredThrough());
  }

  @Test
  void whatIsNotCommittedCannotBeMarkedDelivered() {
    append(drafts.punch("1042", Kind.IN));
    assertThrows(IllegalArgumentException.class, () -> store.outbox().markDelivered(2));
  }

  @Test
  void theReaderGivesARangeOfSequenceAndTime() {
    for (int i = 0; i < 6; i++) {
      append(drafts.punch("1042", Kind.IN));
    }
    // The clock was set back an hour here; the entry keeps its place in the sequence.
    append(drafts.at(Drafts.START.minusSeconds(3_600), new Content.ReaderFound(Drafts.FRONT)));
    assertEquals(List.of(5L, 6L, 7L), sequences(5, Optional.empty(), Optional.empty()));
    Instant second = Drafts.START.plusSeconds(1);
    assertEquals(List.of(2L, 3L, 4L, 5L, 6L), sequences(0, Optional.of(second), Optional.empty()));
    assertEquals(List.of(1L, 7L), sequences(0, Optional.empty(), Optional.of(second)));
    assertEquals(List.of(2L), sequences(1, Optional.of(second), Optional.of(second.plusSeconds(1))));
    assertEquals(List.of(), sequences(3, Optional.of(second), Optional.of(second.plusSeconds(1))));
    assertEquals(List.of(), sequences(0, Optional.of(Instant.MAX), Optional.empty()));
    assertEquals(List.of(7L), sequences(7, Optional.of(Instant.MIN), Optional.of(Instant.MAX)));
  }

  @Test
  void closedCleanlyTellsWhetherTheRunBeforeRecordedItsEnd() {
    append(drafts.of(new Content.RosterApplied(1, 2, 3)));
    reopen();
    assertTrue(store.closedCleanly());
    append(drafts.of(new Content.ServiceStarted("1", true)));
    append(drafts.punch("1042", Kind.IN));
    reopen();
    assertFalse(store.closedCleanly());
    append(drafts.of(new Content.ServiceStopped()));
    append(drafts.of(new Content.RosterApplied(2, 2, 3)));
    reopen();
    assertTrue(store.closedCleanly());
  }

  @Test
  void aBadgeFindsItsWorkerWithoutHisBadges() {
    Worker ana = Drafts.worker("1042", "em:0F002EC3E3", "uid:04A224B2C31D80");
    assertEquals(new RosterStore.Applied(1, 1, 2), store.roster().apply(List.of(ana), false));
    Worker found = worker("em:0F002EC3E3").orElseThrow();
    assertEquals(new Worker(ana.id(), ana.name(), ana.language(), ana.roles(), true, List.of()), found);
    assertEquals(Optional.of(found), worker("uid:04A224B2C31D80"));
    assertTrue(worker("em:0F002EC3E4").isEmpty());
    reopen();
    assertEquals(Optional.of(found), worker("em:0F002EC3E3"));
    assertEquals(1, store.roster().version());
  }

  @Test
  void aRosterReplacesTheOneBeforeAndAbsentWorkersBecomeInactive() {
    store.roster().apply(List.of(Drafts.worker("a", Drafts.badge(1)), Drafts.worker("b", Drafts.badge(2))), false);
    assertEquals(new RosterStore.Applied(2, 1, 1),
        store.roster().apply(List.of(Drafts.worker("b", Drafts.badge(3))), false));
    Worker absent = worker(Drafts.badge(1)).orElseThrow();
    assertEquals("a", absent.id().value());
    assertFalse(absent.active());
    assertTrue(worker(Drafts.badge(2)).isEmpty());
    assertTrue(worker(Drafts.badge(3)).orElseThrow().active());
    assertEquals(List.of("a", "b"), store.roster().workers().stream().map(w -> w.id().value()).toList());
  }

  @Test
  void mergingLeavesWorkersThatAreNotInTheListAsTheyAre() {
    store.roster().apply(List.of(Drafts.worker("a", Drafts.badge(1)), Drafts.worker("b", Drafts.badge(2))), false);
    assertEquals(new RosterStore.Applied(2, 3, 3),
        store.roster().apply(List.of(Drafts.worker("b", Drafts.badge(3)), Drafts.worker("c", Drafts.badge(2))), true));
    assertTrue(worker(Drafts.badge(1)).orElseThrow().active());
    assertEquals("c", worker(Drafts.badge(2)).orElseThrow().id().value());
    assertEquals("b", worker(Drafts.badge(3)).orElseThrow().id().value());
  }

  @Test
  void aBadgeGivenToSomebodyElseLeavesTheAbsentWorker() {
    store.roster().apply(List.of(Drafts.worker("a", Drafts.badge(1))), false);
    store.roster().apply(List.of(Drafts.worker("b", Drafts.badge(1))), false);
    assertEquals("b", worker(Drafts.badge(1)).orElseThrow().id().value());
    assertEquals(List.of(), store.roster().workers().getFirst().credentials());
  }

  @Test
  void aListWithAWorkerOrABadgeTwiceIsRefusedAndChangesNothing() {
    store.roster().apply(List.of(Drafts.worker("a", Drafts.badge(1))), false);
    assertThrows(IllegalArgumentException.class, () -> store.roster()
        .apply(List.of(Drafts.worker("b", Drafts.badge(2)), Drafts.worker("c", Drafts.badge(2))), false));
    assertThrows(IllegalArgumentException.class,
        () -> store.roster().apply(List.of(Drafts.worker("b"), Drafts.worker("b")), false));
    assertEquals(1, store.roster().version());
    assertTrue(worker(Drafts.badge(1)).orElseThrow().active());
  }

  @Test
  void aRosterOfThousandsIsListedInOrder() {
    store.roster().apply(Drafts.thousand("b", 1_000), false);
    store.roster().apply(Drafts.thousand("a", 5_000), true);
    List<Worker> listed = store.roster().workers();
    assertEquals(2_000, listed.size());
    assertEquals("a0000", listed.getFirst().id().value());
    assertEquals(List.of(CredentialId.parse(Drafts.badge(1_999))), listed.getLast().credentials());
  }

  protected StoredEntry append(Draft draft) {
    StoredEntry entry = store.writer().append(draft);
    store.writer().commit();
    return entry;
  }

  protected List<StoredEntry> all() {
    List<StoredEntry> entries = new ArrayList<>();
    store.reader().forEach(0, Optional.empty(), Optional.empty(), entries::add);
    return entries;
  }

  protected Optional<Worker> worker(String badge) {
    Optional<Worker> found = store.writer().workerFor(CredentialId.parse(badge));
    store.writer().rollback();
    return found;
  }

  private Optional<LastPunch> last(WorkerId worker) {
    return store.writer().lastPunch(worker);
  }

  private List<Long> sequences(long fromSeq, Optional<Instant> from, Optional<Instant> to) {
    List<Long> found = new ArrayList<>();
    store.reader().forEach(fromSeq, from, to, entry -> found.add(entry.seq()));
    return found;
  }

  @Test
  void theReaderGivesARangeOfSequencesAsFarAsItGoes() {
    for (int i = 0; i < 5; i++) {
      append(drafts.punch("1042", Kind.IN));
    }
    store.writer().append(drafts.punch("1042", Kind.OUT));
    assertEquals(List.of(2L, 3L), store.reader().range(2, 3).stream().map(StoredEntry::seq).toList());
    assertEquals(List.of(4L, 5L), store.reader().range(4, 900).stream().map(StoredEntry::seq).toList());
    assertEquals(List.of(), store.reader().range(6, 7));
    store.writer().rollback();
  }

  @Test
  void theNewestPunchOfEachWorkerIsReadInPages() {
    append(drafts.punch("b", Kind.IN));
    append(drafts.punch("a", Kind.IN));
    append(drafts.punch("c", Kind.IN));
    append(drafts.punch("a", Kind.OUT));
    assertEquals(List.of("a", "b"), List.copyOf(store.reader().lastPunches("", 2).keySet()));
    assertEquals(List.of("c"), List.copyOf(store.reader().lastPunches("b", 2).keySet()));
    assertEquals(Kind.OUT, store.reader().lastPunches("", 1).values().iterator().next().kind());
  }

  @Test
  void theSitesRosterKeepsItsVersionAlsoWhenALocalOneReplacesIt() {
    assertEquals(Optional.empty(), store.roster().site());
    RosterStore.SiteVersion version = new RosterStore.SiteVersion("2026-11-20", "0".repeat(64));
    Worker ana = new Worker(ANA, "Ana", "", Set.of(), true, List.of());
    assertEquals(1, store.roster().applyFromSite(List.of(ana), version).version());
    store.roster().apply(List.of(ana), true);
    reopen();
    assertEquals(Optional.of(version), store.roster().site());
    assertEquals(2, store.roster().version());
  }
}
