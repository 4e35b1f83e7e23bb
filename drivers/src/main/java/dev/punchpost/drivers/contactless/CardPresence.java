package dev.punchpost.drivers.contactless;

import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderEvent.Reason;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes events of what is seen in the field: one for each presentation, however long the card is held and however
/// badly it is read meanwhile. Owned by the reader's thread.
///
/// Once several cards were seen together, none is accepted until the field is empty: as a wallet is taken away, its
/// cards leave one by one, and the last of them must not punch for its owner.
public final class CardPresence {
  /// Looks that show nothing before a card is taken for gone. A card at the edge of the field misses one now and then.
  static final int MISSES = 3;
  /// Unclear looks in a row that count like one that shows nothing, so that noise cannot hold a card for ever.
  static final int UNCLEAR = 20;
  /// How often a card is asked again after it went silent, before the worker is told.
  static final int ATTEMPTS = 3;

  private final ReaderName reader;
  private final Ticker ticker;
  private final Function<TypeACard, Identity> identify;
  private final Deque<ReaderEvent> waiting = new ArrayDeque<>();

  private boolean occupied;
  /// The one card that is held, or null if several were seen.
  private @Nullable TypeACard held;
  private int misses;
  private int unclear;
  private int interrupted;

  /// @param identify asked once for each presentation, on the calling thread
  public CardPresence(ReaderName reader, Ticker ticker, Function<TypeACard, Identity> identify) {
    this.reader = reader;
    this.ticker = ticker;
    this.identify = identify;
  }

  /// An event that is to be told before the field is looked at again.
  public Optional<ReaderEvent> next() {
    return Optional.ofNullable(waiting.poll());
  }

  /// Whether something is in the field, as far as was told.
  public boolean occupied() {
    return occupied;
  }

  /// Takes in what a look showed.
  public void observe(FieldView view) {
    if (!(view instanceof FieldView.Unclear)) {
      unclear = 0;
    }
    switch (view) {
      case FieldView.Empty _ -> miss();
      case FieldView.One(TypeACard card) -> one(card);
      case FieldView.Several _ -> several();
      case FieldView.Unclear _ -> {
        unclear++;
        if (unclear % UNCLEAR == 0) {
          miss();
        }
      }
    }
  }

  private void miss() {
    if (interrupted > 0) {
      interrupted = 0;
      waiting.add(new ReaderEvent.Unreadable(reader, ticker.micros(), Reason.TAKEN_TOO_SOON));
      return;
    }
    if (!occupied) {
      return;
    }
    misses++;
    if (misses >= MISSES) {
      leave();
    }
  }

  private void one(TypeACard card) {
    misses = 0;
    if (occupied) {
      TypeACard before = held;
      if (before == null || before.isSameAs(card)) {
        return;
      }
      leave();
    }
    switch (identify.apply(card)) {
      case Identity.Known(var credential) -> {
        arrive(card);
        waiting.add(new ReaderEvent.Presented(reader, ticker.micros(), credential));
      }
      case Identity.Refused(Reason reason) -> {
        arrive(card);
        waiting.add(new ReaderEvent.Unreadable(reader, ticker.micros(), reason));
      }
      case Identity.Interrupted _ -> {
        interrupted++;
        if (interrupted >= ATTEMPTS) {
          arrive(card);
          waiting.add(new ReaderEvent.Unreadable(reader, ticker.micros(), Reason.TAKEN_TOO_SOON));
        }
      }
    }
  }

  private void several() {
    misses = 0;
    if (!occupied || held != null) {
      occupied = true;
      held = null;
      interrupted = 0;
      waiting.add(new ReaderEvent.Unreadable(reader, ticker.micros(), Reason.SEVERAL_CARDS));
    }
  }

  private void arrive(TypeACard card) {
    occupied = true;
    held = card;
    interrupted = 0;
  }

  private void leave() {
    occupied = false;
    held = null;
    misses = 0;
    waiting.add(new ReaderEvent.Removed(reader, ticker.micros()));
  }
}
