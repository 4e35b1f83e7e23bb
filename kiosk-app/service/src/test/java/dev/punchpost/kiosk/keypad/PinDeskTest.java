package dev.punchpost.kiosk.keypad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.kiosk.access.PinGate;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.panel.Screen.Refused.Reason;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.punch.Wish;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import dev.punchpost.kiosk.store.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PinDeskTest {
  private static final ReaderName KEYS = new ReaderName("keys");
  private static final Pin RIGHT = new Pin("60483917");
  private static final Pin WRONG = new Pin("60483918");

  private final MemoryPunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium());
  private final ManualTicker ticker = new ManualTicker();
  private final List<Content> ledger = new ArrayList<>();
  private final List<Screen> screens = new ArrayList<>();
  private final List<String> identified = new ArrayList<>();
  private PinDesk desk = desk();

  private PinDesk desk() {
    return new PinDesk(
        new KeypadSettings(KEYS, new KeypadSettings.Osdp(), List.of(Wish.NONE, Wish.NONE, Wish.NONE, Wish.NONE),
            Duration.ofSeconds(10), "w"),
        store.roster(), new PinGate(store.access(), this::record, this::now), this::record, screens::add,
        (reader, at, worker, means, wish) -> identified.add(reader + " " + at + " " + worker.id() + " " + means + " "
            + wish),
        ticker);
  }

  private Reading now() {
    return new Reading(Instant.EPOCH, ticker.micros(), "boot-1", ClockState.UNSET, OptionalLong.empty());
  }

  private void record(Content content) {
    LedgerWriter writer = store.writer();
    writer.append(new Draft(new EntryId(new UUID(7L << 12, ledger.size())), now(), now(), content));
    writer.commit();
    ledger.add(content);
  }

  @BeforeEach
  void enrol() {
    store.roster().apply(List.of(Drafts.worker("w1", Drafts.badge(1)), Drafts.worker("w2", Drafts.badge(2))), false);
    record(new Content.PinChanged(new WorkerId("w1"), Optional.of(PinHash.of(RIGHT, 4, new SecureRandom()))));
    ledger.clear();
  }

  private void enter(String number, Pin pin) {
    desk.entered(number, pin, Wish.OUT, 77);
  }

  private Reason refusal() {
    return ((Screen.Refused) screens.getLast()).reason();
  }

  @Test
  void aRightPinIdentifies() {
    enter("1", RIGHT);
    assertEquals(List.of("keys 77 w1 PIN OUT"), identified);
    assertEquals(List.of(), ledger);
    assertEquals(List.of(), screens, "the answer is the punch's");
  }

  @Test
  void aWrongPinANumberOfNobodyAndAWorkerWithoutAPinGetTheSameAnswer() {
    enter("1", WRONG);
    Screen wrong = screens.getLast();
    assertEquals(new Screen.Refused(KEYS, Reason.PIN_WRONG, "es"), wrong);
    enter("99", RIGHT);
    assertEquals(Reason.PIN_WRONG, refusal());
    enter("2", RIGHT);
    assertEquals(Reason.PIN_WRONG, refusal());
    assertEquals(List.of(new Content.PinRefused(new WorkerId("w1"), 1, Duration.ZERO),
        new Content.PinUnidentified(KEYS), new Content.PinUnidentified(KEYS)), ledger);
    assertEquals(List.of(), identified);
    assertFalse(screens.toString().contains(WRONG.digits()) || ledger.toString().contains(RIGHT.digits()));
  }

  @Test
  void aWorkerIsLockedLongerEachTimeAlsoAtAnotherKeypadAndTheRightPinEndsIt() {
    for (int i = 0; i < 5; i++) {
      enter("1", WRONG);
    }
    assertEquals(Reason.PIN_LOCKED, refusal());
    // Another keypad, or the same one after a restart.
    desk = desk();
    enter("1", RIGHT);
    assertEquals(Reason.PIN_LOCKED, refusal());
    assertEquals(List.of(), identified);
    ticker.advance(Duration.ofMinutes(5));
    enter("1", WRONG);
    assertEquals(new Content.PinRefused(new WorkerId("w1"), 6, Duration.ofMinutes(10)), ledger.getLast());
    ticker.advance(Duration.ofMinutes(5));
    enter("1", RIGHT);
    assertEquals(List.of(), identified);
    ticker.advance(Duration.ofMinutes(5));
    enter("1", RIGHT);
    assertEquals(1, identified.size());
    assertEquals(new Content.PinAccepted(new WorkerId("w1")), ledger.getLast());
    assertEquals(0, store.access().of(new WorkerId("w1")).wrongTries());
  }

  @Test
  void aKeypadAtWhichOnePinIsTriedOnEverybodyPauses() {
    for (int i = 0; i < 5; i++) {
      enter("9" + i, RIGHT);
    }
    int entries = ledger.size();
    enter("1", RIGHT);
    assertEquals(Reason.PIN_LOCKED, refusal());
    assertEquals(entries, ledger.size(), "what is not looked at is no entry");
    ticker.advance(Duration.ofSeconds(30));
    enter("99", RIGHT);
    ticker.advance(Duration.ofSeconds(59));
    enter("1", RIGHT);
    assertEquals(List.of(), identified, "a minute after the next one");
    ticker.advance(Duration.ofSeconds(1));
    enter("1", RIGHT);
    assertEquals(1, identified.size());
  }

  @Test
  void aStoreThatFailsRefusesAndSaysSo() {
    store.failCommits(Optional.of(StoreException.Kind.FULL));
    enter("1", WRONG);
    assertEquals(Reason.STORE_FULL, refusal());
    enter("99", WRONG);
    assertEquals(Reason.STORE_FULL, refusal());
    assertEquals(List.of(), identified);
  }
}
