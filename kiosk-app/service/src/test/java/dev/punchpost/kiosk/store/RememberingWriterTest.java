package dev.punchpost.kiosk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RememberingWriterTest {
  private static final WorkerId ANA = new WorkerId("1042");
  private static final CredentialId BADGE = CredentialId.parse("em:0F002EC3E3");

  private final Drafts drafts = new Drafts();
  private final MemoryPunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium());
  private final Counting counting = new Counting(store.writer());
  private final RememberingWriter writer = new RememberingWriter(counting, store.roster()::version);

  @Test
  void asksOnceForAWorkerAndForALastPunch() {
    enrol("1042");
    for (int i = 0; i < 3; i++) {
      assertEquals(ANA, writer.workerFor(BADGE).orElseThrow().id());
      punch(i % 2 == 0 ? Kind.IN : Kind.OUT);
      assertEquals(i + 1, writer.lastPunch(ANA).orElseThrow().seq());
    }
    assertEquals(1, counting.workers);
    assertEquals(0, counting.lastPunches);
  }

  @Test
  void whatItRemembersOfAPunchIsWhatTheStoreHolds() {
    punch(Kind.IN);
    assertEquals(store.writer().lastPunch(ANA), writer.lastPunch(ANA));
  }

  @Test
  void nobodyIsRememberedAsNobody() {
    assertEquals(Optional.empty(), writer.workerFor(BADGE));
    assertEquals(Optional.empty(), writer.lastPunch(ANA));
    enrol("1042");
    assertEquals(ANA, writer.workerFor(BADGE).orElseThrow().id());
  }

  @Test
  void anotherRosterIsSeenAtOnce() {
    enrol("1042");
    writer.workerFor(BADGE);
    enrol("1043");
    assertEquals("1043", writer.workerFor(BADGE).orElseThrow().id().value());
  }

  @Test
  void aDroppedUnitLeavesNothing() {
    punch(Kind.IN);
    writer.append(drafts.punch("1042", Kind.OUT));
    writer.rollback();
    assertEquals(Kind.IN, writer.lastPunch(ANA).orElseThrow().kind());
  }

  @Test
  void aFailedCommitLeavesNothing() {
    punch(Kind.IN);
    writer.append(drafts.punch("1042", Kind.OUT));
    counting.failing = true;
    assertThrows(StoreException.class, writer::commit);
    writer.rollback();
    assertEquals(Kind.IN, writer.lastPunch(ANA).orElseThrow().kind());
  }

  @Test
  void aUnitWithoutEntriesForgetsNothing() {
    punch(Kind.IN);
    writer.rollback();
    writer.lastPunch(ANA);
    assertEquals(0, counting.lastPunches);
  }

  @Test
  void anEntryThatIsNoPunchMayHaveChangedAnything() {
    enrol("1042");
    writer.workerFor(BADGE);
    punch(Kind.IN);
    writer.append(drafts.of(new Content.WorkerErased(ANA, "left")));
    writer.commit();
    writer.workerFor(BADGE);
    writer.lastPunch(ANA);
    assertEquals(2, counting.workers);
    assertEquals(1, counting.lastPunches);
  }

  @Test
  void remembersOnlySoMany() {
    for (int i = 0; i <= RememberingWriter.MOST; i++) {
      writer.append(drafts.punch("w" + i, Kind.IN));
    }
    writer.commit();
    writer.lastPunch(new WorkerId("w" + RememberingWriter.MOST));
    assertEquals(0, counting.lastPunches);
    assertEquals(1, writer.lastPunch(new WorkerId("w0")).orElseThrow().seq());
    assertEquals(1, counting.lastPunches);
  }

  private void enrol(String worker) {
    store.roster().apply(List.of(Drafts.worker(worker, BADGE.canonical())), false);
  }

  private void punch(Kind kind) {
    writer.append(drafts.punch("1042", kind));
    writer.commit();
    writer.settle();
  }

  private static final class Counting implements LedgerWriter {
    private final LedgerWriter writer;
    private int workers;
    private int lastPunches;
    private boolean failing;

    Counting(LedgerWriter writer) {
      this.writer = writer;
    }

    @Override
    public Optional<Worker> workerFor(CredentialId badge) {
      workers++;
      return writer.workerFor(badge);
    }

    @Override
    public Set<String> roles(Worker worker) {
      return worker.roles();
    }

    @Override
    public Optional<LastPunch> lastPunch(WorkerId worker) {
      lastPunches++;
      return writer.lastPunch(worker);
    }

    @Override
    public StoredEntry append(Draft draft) {
      return writer.append(draft);
    }

    @Override
    public LedgerHead head() {
      return writer.head();
    }

    @Override
    public Timeline timeline(String bootId) {
      return writer.timeline(bootId);
    }

    @Override
    public void commit() {
      if (failing) {
        failing = false;
        throw new StoreException(StoreException.Kind.FAILED, "made to fail", null);
      }
      writer.commit();
    }

    @Override
    public void rollback() {
      writer.rollback();
    }
  }
}
