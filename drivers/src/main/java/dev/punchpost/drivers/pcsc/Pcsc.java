package dev.punchpost.drivers.pcsc;

import dev.punchpost.drivers.contactless.CardChannel;
import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.CardStation;
import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.drivers.contactless.Identity;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderEvent.Reason;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.smartcard.CardSlot;
import dev.punchpost.hal.smartcard.CardSlot.Occupancy;
import dev.punchpost.hal.smartcard.SmartCard;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A PC/SC reader: tells the card in its slot, by its UID or by what a [CardIdentifier] asks it. Threads as for every
/// [BadgeReader].
public final class Pcsc implements BadgeReader, CardStation {
  private static final Duration GLANCE = Duration.ofMillis(50);
  /// How often a card that went silent is asked again, before the worker is told.
  static final int ATTEMPTS = 3;

  private final ReaderName name;
  private final CardSlot slot;
  private final CardIdentifier identifier;
  private final Ticker ticker;
  private final Deque<ReaderEvent> waiting = new ArrayDeque<>();
  private boolean told;
  private boolean occupied;
  private @Nullable SmartCard held;
  private long presented;
  private long rejected;

  /// @param slot belongs to this driver from now on
  public Pcsc(ReaderName name, CardSlot slot, CardIdentifier identifier, Ticker ticker) {
    this.name = name;
    this.slot = slot;
    this.identifier = identifier;
    this.ticker = ticker;
  }

  /// The slot's name, for `doctor`.
  public String slot() {
    return slot.name();
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    release();
    if (waiting.isEmpty()) {
      slot.change(timeout).ifPresent(this::changed);
    }
    return Optional.ofNullable(waiting.poll());
  }

  private void changed(Occupancy now) {
    occupied = now.card();
    if (told) {
      told = false;
      waiting.add(new ReaderEvent.Removed(name, ticker.micros()));
    }
    if (now.card()) {
      arrived();
    }
  }

  private void arrived() {
    Identity identity = new Identity.Interrupted();
    for (int i = 0; i < ATTEMPTS && identity instanceof Identity.Interrupted; i++) {
      identity = ask();
    }
    told = true;
    switch (identity) {
      case Identity.Known(var credential) -> {
        presented++;
        waiting.add(new ReaderEvent.Presented(name, ticker.micros(), credential));
      }
      case Identity.Refused(Reason reason) -> unreadable(reason);
      case Identity.Interrupted _ -> unreadable(Reason.TAKEN_TOO_SOON);
    }
  }

  private void unreadable(Reason reason) {
    rejected++;
    waiting.add(new ReaderEvent.Unreadable(name, ticker.micros(), reason));
  }

  private Identity ask() {
    Optional<SmartCard> connected = slot.connect();
    if (connected.isEmpty()) {
      return new Identity.Interrupted();
    }
    try (SmartCard card = connected.get()) {
      Optional<byte[]> answer = card.transmit(CardAnswer.GET_UID);
      if (answer.isEmpty()) {
        return new Identity.Interrupted();
      }
      Optional<TypeACard> known = CardAnswer.uid(answer.get()).flatMap(uid -> CardAnswer.card(card.atr(), uid));
      return known.isPresent()
          ? identifier.identify(known.get(), card::transmit)
          : new Identity.Refused(Reason.RANDOM_UID);
    }
  }

  /// For issuing cards; [#next] does it by itself.
  @Override
  public FieldView look() {
    release();
    slot.change(GLANCE).ifPresent(now -> occupied = now.card());
    Optional<SmartCard> connected = occupied ? slot.connect() : Optional.empty();
    if (connected.isEmpty()) {
      return occupied ? new FieldView.Unclear() : new FieldView.Empty();
    }
    SmartCard card = connected.get();
    held = card;
    return card.transmit(CardAnswer.GET_UID).flatMap(CardAnswer::uid)
        .flatMap(uid -> CardAnswer.card(card.atr(), uid)).<FieldView>map(FieldView.One::new)
        .orElseGet(FieldView.Unclear::new);
  }

  @Override
  public CardChannel channel() {
    return apdu -> {
      SmartCard card = held;
      return card == null ? Optional.empty() : card.transmit(apdu);
    };
  }

  private void release() {
    SmartCard card = held;
    held = null;
    if (card != null) {
      card.close();
    }
  }

  /// There is no noise: the reader gives whole answers only.
  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(presented, rejected, 0);
  }

  @Override
  public void close() {
    slot.close();
  }
}
