package dev.punchpost.kiosk.access;

import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.AccessStore;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks PINs, and locks whoever's PIN is guessed at: after [Access.Lock#TRIES] wrong ones in a row no PIN of this worker
/// is even looked at for five minutes, and each wrong one after that doubles the time, up to an hour. Each wrong one is in
/// the ledger, from where the count survives a restart. A lock shuts out the PIN alone: the badge still counts.
///
/// Any thread but the punch thread: a check takes as long as the hash is slow. Checks of one process take turns, so that
/// two keypads do not count two wrong PINs as one.
public final class PinGate {
  private static final Logger LOG = LoggerFactory.getLogger(PinGate.class);
  private static final Object TURN = new Object();

  /// What came of it.
  public sealed interface Verdict {
    /// @param after wrong ones in a row before it
    record Right(int after) implements Verdict {}

    /// @param tries wrong ones in a row, this one included
    /// @param locked how long none is taken now; zero for not locked
    record Wrong(int tries, Duration locked) implements Verdict {}

    /// It was not looked at.
    ///
    /// @param left how long it is so
    record Locked(Duration left) implements Verdict {}

    /// This worker has none.
    record NoPin() implements Verdict {}
  }

  private final AccessStore access;
  private final Consumer<Content> ledger;
  private final Supplier<Reading> clock;

  /// @param ledger when it returns, the entry is committed; throws if it is not
  public PinGate(AccessStore access, Consumer<Content> ledger, Supplier<Reading> clock) {
    this.access = access;
    this.ledger = ledger;
    this.clock = clock;
  }

  /// @throws dev.punchpost.kiosk.store.StoreException if the store fails; then the PIN counts for wrong
  public Verdict check(WorkerId worker, Pin pin) {
    synchronized (TURN) {
      Access known = access.of(worker);
      if (known.pin().isEmpty()) {
        return new Verdict.NoPin();
      }
      Duration left = known.locked(clock.get());
      if (left.isPositive()) {
        return new Verdict.Locked(left);
      }
      if (known.pin().get().matches(pin)) {
        return new Verdict.Right(known.wrongTries());
      }
      int tries = known.wrongTries() + 1;
      Duration locked = tries >= Access.Lock.TRIES ? Access.Lock.length(tries) : Duration.ZERO;
      ledger.accept(new Content.PinRefused(worker, tries, locked));
      if (locked.isPositive()) {
        LOG.warn("a worker's PIN is not taken for {} after {} wrong ones; the ledger says whose", locked, tries);
      }
      return new Verdict.Wrong(tries, locked);
    }
  }
}
