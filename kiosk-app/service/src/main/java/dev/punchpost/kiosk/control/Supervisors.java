package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.access.PinGate;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Duration;
import java.util.Optional;

/// Makes sure that a correction's author is who he says. One call at a time.
///
/// Wrong PINs lock a supervisor ([PinGate]). Right ones are counted by the correction that they allow
/// ([dev.punchpost.kiosk.ledger.Content.Corrected]).
final class Supervisors {
  static final String ROLE = Access.SUPERVISOR;

  private final PunchStore store;
  private final PinGate gate;

  Supervisors(PunchStore store, Recorder recorder) {
    this.store = store;
    gate = new PinGate(store.access(), recorder::record, recorder::now);
  }

  /// Returns if this is a supervisor with this PIN. Takes as long as the hash is slow.
  ///
  /// @throws Refusal NO_PERMISSION otherwise
  void identify(WorkerId id, Pin pin) throws Refusal {
    Optional<Worker> worker = store.roster().worker(id);
    if (worker.filter(Worker::active).isEmpty()
        || !store.access().of(id).roles(worker.get().roles()).contains(ROLE)) {
      throw refused(id + " is not a supervisor of this terminal");
    }
    switch (gate.check(id, pin)) {
      case PinGate.Verdict.Right _ -> {}
      case PinGate.Verdict.NoPin() -> throw refused("supervisor " + id + " has no PIN; root sets one with: punchpost"
          + " worker pin " + id);
      case PinGate.Verdict.Locked(Duration left) -> throw refused("supervisor " + id + " is locked after "
          + Access.Lock.TRIES + " wrong PINs, for another " + (left.toSeconds() + 1) + " s");
      case PinGate.Verdict.Wrong(int tries, Duration locked) when locked.isZero() -> throw refused(
          "this is not the PIN of supervisor " + id + " (" + tries + " of " + Access.Lock.TRIES + " tries)");
      case PinGate.Verdict.Wrong(int _, Duration locked) -> throw refused("this is not the PIN of supervisor " + id
          + "; no PIN of " + id + " is taken for " + locked.toMinutes() + " minutes now");
    }
  }

  private static Refusal refused(String words) {
    return new Refusal(ExitCode.NO_PERMISSION, words);
  }
}
