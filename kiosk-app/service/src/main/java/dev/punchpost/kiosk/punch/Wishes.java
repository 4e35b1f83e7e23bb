package dev.punchpost.kiosk.punch;

import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The wish that waits for somebody to be identified, at whichever reader or keypad of the terminal: the newest one, for
/// a few seconds, for one presentation. Thread-safe; nobody waits.
public final class Wishes {
  private record Waiting(Wish wish, long untilMicros) {
    private static final Waiting NOTHING = new Waiting(Wish.NONE, 0);
  }

  private final Ticker ticker;
  private final AtomicReference<Waiting> waiting = new AtomicReference<>(Waiting.NOTHING);

  public Wishes(Ticker ticker) {
    this.ticker = ticker;
  }

  /// A key was pressed.
  ///
  /// @param patience how long the wish waits
  public void make(Wish wish, Duration patience) {
    waiting.set(new Waiting(wish, ticker.micros() + patience.toNanos() / 1_000));
  }

  /// Takes the wish for a presentation; [Wish#NONE] if nothing waits, or it has waited too long.
  public Wish take() {
    Waiting taken = waiting.getAndSet(Waiting.NOTHING);
    return ticker.micros() < taken.untilMicros() ? taken.wish() : Wish.NONE;
  }
}
