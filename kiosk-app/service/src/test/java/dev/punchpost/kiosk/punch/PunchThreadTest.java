package dev.punchpost.kiosk.punch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.evidence.Checkpoints;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.Flag;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.panel.Screen.Refused.Reason;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.StoreException;
import java.nio.file.Path;
import dev.punchpost.kiosk.timeline.DueCorrections;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PunchThreadTest {
  private static final ReaderName FRONT = new ReaderName("front");
  private static final Credential ANA = new Credential.Em4100(1, 0x1001);
  private static final Credential BEN = new Credential.Em4100(1, 0x1002);
  private static final Credential NOBODY = new Credential.Em4100(1, 0xDEAD);

  @TempDir
  Path folder = Path.of("");

  private final FakeLedgerWriter writer = new FakeLedgerWriter();
  private final List<Screen> screens = new CopyOnWriteArrayList<>();
  private final List<Integer> commitsWhenShown = new CopyOnWriteArrayList<>();
  private final List<Consumer<Screen>> beforeShown = new CopyOnWriteArrayList<>();
  private final AtomicLong micros = new AtomicLong(1_000_000);
  private final AtomicLong wakes = new AtomicLong();
  private final PunchThread punches = new PunchThread(writer,
      new PunchRules(Duration.ofSeconds(60), Duration.ofHours(16)),
      () -> new Reading(Instant.ofEpochSecond(1_800_000_000, micros.get() * 1_000), micros.get(), "boot-1",
          ClockState.SYNCHRONISED, OptionalLong.of(1)),
      micros::get, new EntryIds(new Random(1)), screen -> {
        beforeShown.forEach(look -> look.accept(screen));
        commitsWhenShown.add(writer.commits());
        screens.add(screen);
      }, 4, wakes::incrementAndGet, new DueCorrections(20));

  @BeforeEach
  void enrolAndStart() {
    writer.enrol(ANA.id(), new Worker(new WorkerId("1001"), "Ana", "es", Set.of(), true, List.of()));
    writer.enrol(BEN.id(), new Worker(new WorkerId("1002"), "Ben", "", Set.of(), true, List.of()));
    punches.start();
  }

  @AfterEach
  void stop() {
    punches.close();
  }

  @Test
  void theLedgerIsSignedInTheFirstUnitEveryThousandEntriesEveryDayAndAtTheEnd() throws InterruptedException {
    FakeLedgerWriter signed = new FakeLedgerWriter();
    try (PunchThread thread = new PunchThread(signed, new PunchRules(Duration.ZERO, Duration.ofHours(16)),
        SitePresence.NONE,
        () -> new Reading(Instant.ofEpochSecond(1_800_000_000), micros.get(), "boot-1", ClockState.SYNCHRONISED,
            OptionalLong.of(1)),
        micros::get, new EntryIds(new Random(1)), _ -> {}, 4, () -> {}, new DueCorrections(20),
        Checkpoints.by(LedgerKey.open(folder, Instant.EPOCH), ZoneId.of("Europe/Madrid")))) {
      thread.start();
      thread.note(new Content.ReaderFound(FRONT));
      await().until(() -> checkpoints(signed).equals(List.of(1L)));
      for (int i = 0; i < 1_040; i++) {
        thread.note(new Content.ReaderFound(FRONT));
      }
      await().until(() -> checkpoints(signed).size() == 2);
      long second = checkpoints(signed).get(1);
      assertTrue(second >= 1_002 && second < 1_002 + 32, "at " + second);
      await().until(() -> signed.ledger().size() == 1_043);
      micros.addAndGet(Duration.ofHours(24).toMillis() * 1_000);
      await().until(() -> checkpoints(signed).size() == 3); // although nothing happens
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertInstanceOf(Content.ServiceStopped.class, signed.ledger().get(signed.ledger().size() - 2).content());
    assertEquals(signed.ledger().size() - 1L, checkpoints(signed).getLast());
  }

  /// Which entries are signed for.
  private static List<Long> checkpoints(FakeLedgerWriter ledger) {
    return ledger.ledger().stream().map(Draft::content).filter(Content.Checkpoint.class::isInstance)
        .map(content -> ((Content.Checkpoint) content).seq()).toList();
  }

  @Test
  void aTapIsCommittedThenShownThenForwarded() {
    tap(ANA);
    Screen.Accepted shown = assertInstanceOf(Screen.Accepted.class, screen(0));
    assertEquals(Kind.IN, shown.kind());
    assertEquals(1, shown.seq());
    assertEquals(1, commitsWhenShown.getFirst());
    await().until(() -> wakes.get() == 1);
    Draft stored = writer.ledger().getFirst();
    assertEquals(shown.entry(), stored.id());
    assertEquals(shown.at(), stored.at().wall());
  }

  @Test
  void aSecondTapWithinTheWindowRecordsNothingAndShowsTheFirst() {
    tap(ANA);
    Screen.Accepted first = assertInstanceOf(Screen.Accepted.class, screen(0));
    micros.addAndGet(10_000_000);
    tap(ANA);
    Screen.Accepted second = assertInstanceOf(Screen.Accepted.class, screen(1));
    assertTrue(second.repeat());
    assertEquals(first.seq(), second.seq());
    assertEquals(first.at(), second.at());
    assertEquals(1, writer.ledger().size());
  }

  @Test
  void twoTapsOfOneWorkerThatWaitTogetherAreOnePunch() {
    CountDownLatch latch = new CountDownLatch(1);
    writer.hold(latch);
    tap(BEN);
    await().until(() -> punches.turns() > 0 && writer.ledger().isEmpty());
    tap(ANA);
    tap(ANA);
    latch.countDown();
    Screen.Accepted second = assertInstanceOf(Screen.Accepted.class, screen(2));
    assertTrue(second.repeat());
    assertEquals(2, writer.ledger().size());
  }

  @Test
  void twoTapsThatWaitTogetherAreOnePunchAlsoIfAnotherDoorsClockIsAhead() {
    Set<WorkerId> superseded = ConcurrentHashMap.newKeySet();
    SitePresence ahead = new SitePresence() {
      @Override
      public Optional<Elsewhere> newerThan(WorkerId worker, Optional<LastPunch> here, Reading tap) {
        return superseded.contains(worker)
            ? Optional.empty()
            : Optional.of(new Elsewhere("door-2", Kind.IN, tap.wall().plusSeconds(60), ClockState.SYNCHRONISED, 9));
      }

      @Override
      public void supersede(WorkerId worker) {
        superseded.add(worker);
      }
    };
    FakeLedgerWriter ledger = new FakeLedgerWriter();
    ledger.enrol(ANA.id(), new Worker(new WorkerId("1001"), "Ana", "es", Set.of(), true, List.of()));
    ledger.enrol(BEN.id(), new Worker(new WorkerId("1002"), "Ben", "", Set.of(), true, List.of()));
    List<Screen> shown = new CopyOnWriteArrayList<>();
    CountDownLatch latch = new CountDownLatch(1);
    ledger.hold(latch);
    try (PunchThread thread = new PunchThread(ledger, new PunchRules(Duration.ofSeconds(60), Duration.ofHours(16)),
        ahead,
        () -> new Reading(Instant.ofEpochSecond(1_800_000_000), micros.get(), "boot-1", ClockState.SYNCHRONISED,
            OptionalLong.of(1)),
        micros::get, new EntryIds(new Random(1)), shown::add, 4, () -> {}, new DueCorrections(20),
        Checkpoints.none())) {
      thread.start();
      thread.tap(new ReaderEvent.Presented(FRONT, micros.get(), BEN));
      await().until(() -> thread.turns() > 0);
      thread.tap(new ReaderEvent.Presented(FRONT, micros.get(), ANA));
      thread.tap(new ReaderEvent.Presented(FRONT, micros.get(), ANA));
      latch.countDown();
      await().until(() -> shown.size() == 3);
    }
    assertEquals(Kind.OUT, assertInstanceOf(Screen.Accepted.class, shown.get(1)).kind());
    assertTrue(assertInstanceOf(Screen.Accepted.class, shown.get(2)).repeat());
  }

  @Test
  void anOpenShiftIsMarkedAndTheTapIsANewIn() {
    tap(ANA);
    screen(0);
    micros.addAndGet(Duration.ofHours(17).toNanos() / 1_000);
    tap(ANA);
    Screen.Accepted shown = assertInstanceOf(Screen.Accepted.class, screen(1));
    assertEquals(Kind.IN, shown.kind());
    assertTrue(shown.outMissing());
    Content.Punch stored = assertInstanceOf(Content.Punch.class, writer.ledger().get(1).content());
    assertEquals(Set.of(Flag.PREVIOUS_OUT_MISSING), stored.flags());
  }

  @Test
  void anUnknownBadgeIsRecordedAndTheWorkerIsTold() {
    tap(NOBODY);
    assertEquals(new Screen.Refused(FRONT, Reason.UNIDENTIFIED, ""), screen(0));
    assertInstanceOf(Content.UnidentifiedTap.class, writer.ledger().getFirst().content());
  }

  @Test
  void aTokenThatNobodyCouldCheckIsRecordedAsOneAndTheWorkerIsToldWhy() {
    tap(new Credential.Token());
    assertEquals(new Screen.Refused(FRONT, Reason.TOKEN_UNCHECKED, ""), screen(0));
    Content.UnidentifiedTap stored = assertInstanceOf(Content.UnidentifiedTap.class,
        writer.ledger().getFirst().content());
    assertEquals(Content.UnidentifiedTap.Reason.UNCHECKED_TOKEN, stored.reason());
  }

  @Test
  void aFailingStoreGivesNoTickAndTheNextTapIsANewPunch() {
    writer.failWith(new StoreException(StoreException.Kind.FAILED, "broken", null));
    tap(ANA);
    assertEquals(new Screen.Refused(FRONT, Reason.NOT_RECORDED, ""), screen(0));
    writer.failWith(new StoreException(StoreException.Kind.FULL, "full", null));
    tap(ANA);
    assertEquals(new Screen.Refused(FRONT, Reason.STORE_FULL, ""), screen(1));
    writer.failWith(null);
    tap(ANA);
    Screen.Accepted shown = assertInstanceOf(Screen.Accepted.class, screen(2));
    assertTrue(!shown.repeat());
    assertEquals(1, shown.seq());
  }

  @Test
  void notesSurviveAFailingStore() throws InterruptedException {
    writer.failWith(new StoreException(StoreException.Kind.FAILED, "broken", null));
    punches.note(new Content.ReaderLost(FRONT, HalException.Kind.NO_DEVICE));
    tap(ANA);
    screen(0);
    writer.failWith(null);
    await().until(() -> writer.ledger().size() == 1);
    assertInstanceOf(Content.ReaderLost.class, writer.ledger().getFirst().content());
  }

  @Test
  void aFullQueueMakesTheReaderSayWaitAndDropsNothingSilently() {
    CountDownLatch latch = new CountDownLatch(1);
    writer.hold(latch);
    tap(ANA);
    await().until(() -> punches.turns() > 0);
    int taps = 40;
    for (int i = 0; i < taps; i++) {
      tap(new Credential.Em4100(2, i));
    }
    long waits = screens.stream().filter(Screen.Wait.class::isInstance).count();
    assertTrue(waits > 0);
    assertTrue(screens.stream().noneMatch(new Screen.Wait(FRONT, true)::equals),
        "a tap that is lost must be made again");
    latch.countDown();
    await().until(() -> screens.size() == taps + 1);
    assertEquals(taps + 1 - waits, writer.ledger().size());
  }

  @Test
  void aStoreThatTakesLongerThanASecondMakesTheReaderSayWaitButTheTapIsKept() {
    CountDownLatch latch = new CountDownLatch(1);
    writer.hold(latch);
    tap(ANA);
    await().until(() -> punches.turns() > 0 && writer.commits() == 0);
    await().until(() -> {
      micros.addAndGet(2_000_000);
      tap(BEN);
      return screens.contains(new Screen.Wait(FRONT, true));
    });
    latch.countDown();
    await().until(() -> writer.ledger().size() == 2);
  }

  @Test
  void aTapThatWaitedIsNotToldToWaitAfterItsAnswer() {
    CountDownLatch latch = new CountDownLatch(1);
    writer.hold(latch);
    tap(ANA);
    await().until(() -> punches.turns() > 0 && writer.commits() == 0);
    micros.addAndGet(10_000_000);
    beforeShown.add(screen -> {
      if (screen instanceof Screen.Wait) {
        // The store works again at this very moment. An answer to the second tap has time to be shown first.
        latch.countDown();
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      }
    });
    tap(BEN);
    await().until(() -> screens.size() == 3);
    assertInstanceOf(Screen.Accepted.class, screens.getLast());
  }

  @Test
  void closingFinishesWhatWaitsAndRecordsTheStop() {
    tap(ANA);
    punches.close();
    assertEquals(2, writer.ledger().size());
    assertInstanceOf(Content.ServiceStopped.class, writer.ledger().getLast().content());
  }

  private void tap(Credential badge) {
    punches.tap(new ReaderEvent.Presented(FRONT, micros.get(), badge));
  }

  private Screen screen(int index) {
    await().until(() -> screens.size() > index);
    return screens.get(index);
  }

  @Test
  void whoeverAsksForAnEntryLearnsItsSequenceAfterTheCommit() throws InterruptedException {
    tap(ANA);
    screen(0);
    assertEquals(2, punches.record(new Content.ReaderFound(FRONT)).seq());
    assertEquals(2, writer.ledger().size());
  }

  @Test
  void whoeverAsksForAnEntryIsToldThatTheStoreFailsAndNothingIsKept() throws InterruptedException {
    writer.failWith(new StoreException(StoreException.Kind.FULL, "full", null));
    StoreException told = assertThrows(StoreException.class, () -> punches.record(new Content.ReaderFound(FRONT)));
    assertEquals(StoreException.Kind.FULL, told.kind());
    writer.failWith(null);
    assertEquals(1, punches.record(new Content.ReaderLost(FRONT, HalException.Kind.IO)).seq());
    assertEquals(1, writer.ledger().size());
  }

  @Test
  void nobodyWaitsForAThreadThatHasEnded() {
    punches.close();
    assertThrows(StoreException.class, () -> punches.record(new Content.ReaderFound(FRONT)));
  }
}
