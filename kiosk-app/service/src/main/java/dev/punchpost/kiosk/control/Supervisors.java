package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sure that a correction's author is who he says. One call at a time.
///
/// Five wrong PINs in a row, and no PIN of this supervisor is even looked at for five minutes. Each wrong one is in the
/// ledger. Right ones are counted by the correction that they allow ([Content.Corrected]).
final class Supervisors {
  static final String ROLE = "supervisor";
  private static final int MOST_TRIES = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Supervisors.class);

  private final PunchStore store;
  private final Recorder recorder;

  Supervisors(PunchStore store, Recorder recorder) {
    this.store = store;
    this.recorder = recorder;
  }

  /// Returns if this is a supervisor with this PIN. Takes as long as the hash is slow.
  ///
  /// @throws Refusal NO_PERMISSION otherwise
  void identify(WorkerId id, Pin pin) throws Refusal {
    Optional<Worker> worker = store.roster().workers().stream().filter(it -> it.id().equals(id)).findFirst();
    Access access = store.access().of(id);
    if (worker.filter(Worker::active).isEmpty() || !access.roles(worker.get().roles()).contains(ROLE)) {
      throw refused(id + " is not a supervisor of this terminal");
    }
    if (access.pin().isEmpty()) {
      throw refused("supervisor " + id + " has no PIN; root sets one with: punchpost worker pin " + id);
    }
    Duration locked = access.lock().map(lock -> lock.left(recorder.now())).orElse(Duration.ZERO);
    if (locked.isPositive()) {
      throw refused("supervisor " + id + " is locked after " + MOST_TRIES + " wrong PINs, for another "
          + (locked.toSeconds() + 1) + " s");
    }
    if (!access.pin().get().matches(pin)) {
      throw wrongPin(id, access.wrongTries() + 1);
    }
  }

  private Refusal wrongPin(WorkerId id, int tries) {
    boolean locks = tries >= MOST_TRIES;
    recorder.record(new Content.PinRefused(id, tries, locks ? Access.Lock.LENGTH : Duration.ZERO));
    if (!locks) {
      return refused("this is not the PIN of supervisor " + id + " (" + tries + " of " + MOST_TRIES + " tries)");
    }
    LOG.warn("supervisor {} is locked for {} after {} wrong PINs", id, Access.Lock.LENGTH, MOST_TRIES);
    return refused("this is not the PIN of supervisor " + id + "; no PIN of " + id + " is taken for five minutes now");
  }

  private static Refusal refused(String words) {
    return new Refusal(ExitCode.NO_PERMISSION, words);
  }
}
