package dev.punchpost.kiosk.keypad;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.access.PinGate;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.punch.Wish;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out whether number and PIN belong together, and hands the worker on. Takes its time, on the keypad's thread, which
/// owns it.
///
/// A number that nobody has, a worker without a PIN and a wrong PIN get the same answer after the same time. Besides the
/// worker's own lock ([PinGate]) the keypad pauses after five wrong entries in a row, whoever's they were, so that one PIN
/// is not tried on everybody.
final class PinDesk implements KeypadDialogue.Desk {
  private static final Logger LOG = LoggerFactory.getLogger(PinDesk.class);
  private static final int MOST_WRONG = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// Where an identified worker goes.
  interface Identified {
    void identified(ReaderName reader, long atMicros, Worker worker, CredentialId.Scheme means, Wish wish);
  }

  private final KeypadSettings keypad;
  private final RosterStore roster;
  private final PinGate gate;
  private final Consumer<Content> ledger;
  private final Panel panel;
  private final Identified identified;
  private final Ticker ticker;
  private @Nullable PinHash nobodys;
  private int wrong;
  private long pausedUntil;

  /// @param ledger when it returns, the entry is committed; throws [StoreException] if it is not
  PinDesk(KeypadSettings keypad, RosterStore roster, PinGate gate, Consumer<Content> ledger, Panel panel,
      Identified identified, Ticker ticker) {
    this.keypad = keypad;
    this.roster = roster;
    this.gate = gate;
    this.ledger = ledger;
    this.panel = panel;
    this.identified = identified;
    this.ticker = ticker;
    pausedUntil = ticker.micros();
  }

  @Override
  public void entered(String number, Pin pin, Wish wish, long atMicros) {
    if (ticker.micros() < pausedUntil) {
      refuse(Screen.Refused.Reason.PIN_LOCKED, "");
      return;
    }
    try {
      decide(new WorkerId(keypad.workerPrefix() + number), pin, wish, atMicros);
    } catch (StoreException e) {
      LOG.error("the PIN cannot be looked at: {}", e.getMessage());
      refuse(e.kind() == StoreException.Kind.FULL
          ? Screen.Refused.Reason.STORE_FULL
          : Screen.Refused.Reason.NOT_RECORDED, "");
    }
  }

  private void decide(WorkerId id, Pin pin, Wish wish, long atMicros) {
    Optional<Worker> worker = roster.worker(id).filter(Worker::active);
    PinGate.Verdict verdict = worker.isPresent() ? gate.check(id, pin) : new PinGate.Verdict.NoPin();
    String language = worker.map(Worker::language).orElse("");
    switch (verdict) {
      case PinGate.Verdict.Right(int after) -> {
        if (after > 0) {
          ledger.accept(new Content.PinAccepted(id));
        }
        wrong = 0;
        identified.identified(keypad.name(), atMicros, worker.orElseThrow(), CredentialId.Scheme.PIN, wish);
      }
      case PinGate.Verdict.Wrong(int _, Duration locked) -> wrong(
          locked.isZero() ? Screen.Refused.Reason.PIN_WRONG : Screen.Refused.Reason.PIN_LOCKED, language);
      case PinGate.Verdict.Locked _ -> refuse(Screen.Refused.Reason.PIN_LOCKED, language);
      case PinGate.Verdict.NoPin() -> {
        asIfThereWereOne(pin);
        ledger.accept(new Content.PinUnidentified(keypad.name()));
        // In the terminal's language: the worker's own would tell that there is one.
        wrong(Screen.Refused.Reason.PIN_WRONG, "");
      }
    }
  }

  private void asIfThereWereOne(Pin pin) {
    PinHash hash = nobodys;
    if (hash == null) {
      hash = PinHash.of(new Pin("0000"), PinHash.COST, new SecureRandom());
      nobodys = hash;
    }
    hash.matches(pin);
  }

  private void wrong(Screen.Refused.Reason reason, String language) {
    wrong++;
    if (wrong >= MOST_WRONG) {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(wrong - MOST_WRONG, 10));
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      pausedUntil = ticker.micros() + pause.toNanos() / 1_000;
      LOG.warn("keypad {} takes no PIN for {} after {} wrong entries", keypad.name(), pause, wrong);
    }
    refuse(reason, language);
  }

  private void refuse(Screen.Refused.Reason reason, String language) {
    panel.show(new Screen.Refused(keypad.name(), reason, language));
  }
}
