package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.SealedFinger;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.FingerStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Consents and templates beside a real ledger.
class DerbyFingersTest {
  static {
    Stores.withoutFlushes();
  }

  private static final ReaderName DOOR = new ReaderName("door");
  private static final WorkerId ANA = new WorkerId("ana");
  private static final WorkerId BOB = new WorkerId("bob");
  private static final SealedFinger SEALED = new SealedFinger("PPFT-sealed".repeat(150)
      .getBytes(StandardCharsets.US_ASCII));

  @TempDir
  Path directory = Path.of("");

  private final Drafts drafts = new Drafts();
  private DerbyStore store;

  @BeforeEach
  void open() {
    store = DerbyStore.open(Stores.options(directory.resolve("data")));
    store.roster().apply(List.of(Drafts.worker("ana", Drafts.badge(1)), Drafts.worker("bob", Drafts.badge(2))), false);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private long append(Content content) {
    long seq = store.writer().append(drafts.of(content)).seq();
    store.writer().commit();
    return seq;
  }

  private static Content.FingerEnrolled enrolled(WorkerId worker, int place, int version) {
    return new Content.FingerEnrolled(worker, DOOR, place, version, SEALED);
  }

  private static CredentialId finger(int place, int version) {
    return new Credential.Finger(DOOR, place, version).id();
  }

  private Optional<WorkerId> owner(int place, int version) {
    return store.writer().workerFor(finger(place, version)).map(Worker::id);
  }

  @Test
  void aFingerIsFoundByItsTemplateAndVersionAndSurvivesReopening() {
    long given = append(new Content.ConsentGiven(ANA, "2026-11"));
    long seq = append(enrolled(ANA, 3, 2));
    for (int i = 0; i < 2; i++) {
      assertEquals(Optional.of(new FingerStore.Consent(ANA, "2026-11", given)), store.fingers().consent(ANA));
      assertEquals(List.of(new FingerStore.Stored(ANA, DOOR, 3, 2, seq, true, SEALED)), store.fingers().all());
      assertEquals(Optional.of(ANA), owner(3, 2));
      assertEquals(Optional.empty(), owner(3, 1));
      assertEquals(Optional.empty(), store.writer().workerFor(Credential.Finger.unknown(DOOR).id()));
      store.close();
      store = DerbyStore.open(Stores.options(directory.resolve("data")));
    }
  }

  @Test
  void whatLeavesTheStoreIsOwedUntilItsErasureIsEntered() {
    append(new Content.ConsentGiven(ANA, "1"));
    append(new Content.ConsentGiven(BOB, "1"));
    append(enrolled(ANA, 0, 1));
    append(enrolled(ANA, 1, 2));
    append(enrolled(BOB, 2, 1));
    append(new Content.ConsentWithdrawn(ANA));
    assertEquals(Optional.empty(), store.fingers().consent(ANA));
    assertEquals(Optional.empty(), owner(0, 1));
    assertEquals(List.of(2), store.fingers().of(DOOR).stream().map(FingerStore.Stored::place).toList());
    assertEquals(List.of(new FingerStore.Owed(ANA, DOOR, 0), new FingerStore.Owed(ANA, DOOR, 1)),
        store.fingers().owed());
    append(new Content.FingerErased(ANA, DOOR, 0));
    assertEquals(List.of(new FingerStore.Owed(ANA, DOOR, 1)), store.fingers().owed(DOOR));

    append(new Content.FingerDeleted(BOB, 1));
    assertEquals(List.of(), store.fingers().all());
    assertEquals("1", store.fingers().consent(BOB).orElseThrow().textVersion(), "he may enrol again");
    append(enrolled(BOB, 5, 1));
    append(new Content.WorkerErased(BOB, "left"));
    assertEquals(Optional.empty(), store.fingers().consent(BOB));
    assertEquals(List.of(1, 2, 5), store.fingers().owed().stream().map(FingerStore.Owed::place).toList());
  }

  @Test
  void aFingerWhoseConsentIsGoneWhenItIsEnteredIsOwedAndNeverStored() {
    append(enrolled(ANA, 4, 1));
    assertEquals(List.of(), store.fingers().all());
    assertEquals(List.of(new FingerStore.Owed(ANA, DOOR, 4)), store.fingers().owed());
    assertEquals(Optional.empty(), owner(4, 1));
  }

  @Test
  void aUnitThatIsDroppedLeavesNothing() {
    append(new Content.ConsentGiven(ANA, "1"));
    store.writer().append(drafts.of(enrolled(ANA, 0, 1)));
    store.writer().rollback();
    assertEquals(List.of(), store.fingers().all());
  }

  @Test
  void aWorkerWhoIsNotActiveKeepsTheTemplateOutOfTheModule() {
    append(new Content.ConsentGiven(ANA, "1"));
    append(enrolled(ANA, 0, 1));
    store.roster().apply(List.of(Drafts.worker("bob", Drafts.badge(2))), false);
    assertFalse(store.fingers().all().getFirst().active());
    store.roster().apply(List.of(Drafts.worker("ana", Drafts.badge(1))), false);
    assertEquals(List.of(true), store.fingers().all().stream().map(FingerStore.Stored::active).toList());
  }
}
