package dev.punchpost.kiosk.reader;

import dev.punchpost.drivers.contactless.CardStation;
import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.drivers.desfire.DesfireApplication;
import dev.punchpost.drivers.desfire.DesfireIssuer;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/// Waits for one card at a reader, makes a badge of it, and waits until it has been taken away, so that it does not
/// punch at once. On the reader's own thread.
public final class CardIssuing {
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration TAKE_AWAY = Duration.ofSeconds(15);
  /// Looks that show nothing before the card is believed to be gone.
  private static final int GONE = 3;

  private final DesfireApplication application;
  private final Duration patience;
  private final Ticker ticker;
  private final Pause pause;

  /// @param patience how long to wait for a card
  public CardIssuing(DesfireApplication application, Duration patience, Ticker ticker, Pause pause) {
    this.application = application;
    this.patience = patience;
    this.ticker = ticker;
    this.pause = pause;
  }

  /// @return empty if no single card came in time
  /// @throws HalException if the reader is broken
  public Optional<DesfireIssuer.Result> at(CardStation station) {
    Optional<DesfireIssuer.Result> result = issue(station);
    if (result.isPresent()) {
      awaitGone(station);
    }
    return result;
  }

  private Optional<DesfireIssuer.Result> issue(CardStation station) {
    long end = ticker.micros() + micros(patience);
    while (ticker.micros() < end) {
      if (station.look() instanceof FieldView.One(var card)) {
        return Optional.of(new DesfireIssuer(application, new SecureRandom()).issue(card, station.channel()));
      }
      pause();
    }
    return Optional.empty();
  }

  private void awaitGone(CardStation station) {
    long end = ticker.micros() + micros(TAKE_AWAY);
    int empty = 0;
    while (empty < GONE && ticker.micros() < end) {
      empty = station.look() instanceof FieldView.Empty ? empty + 1 : 0;
      pause();
    }
  }

  private void pause() {
    try {
      pause.pause(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(HalException.Kind.IO, "interrupted", e);
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
