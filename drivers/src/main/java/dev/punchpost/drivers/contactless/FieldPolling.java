package dev.punchpost.drivers.contactless;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The loop of a reader that has to look for cards itself: looks into the field, tells what came of it, and waits. Owned by
/// the reader's thread; [#close()] may come from any thread.
public final class FieldPolling {
  private final ReaderName reader;
  private final Ticker ticker;
  private final Pause pause;
  private final Duration interval;
  private final CardPresence presence;
  private long presented;
  private volatile boolean closed;

  /// @param interval between two looks
  /// @param identify as for [CardPresence]
  public FieldPolling(ReaderName reader, Ticker ticker, Pause pause, Duration interval,
      Function<TypeACard, Identity> identify) {
    this.reader = reader;
    this.ticker = ticker;
    this.pause = pause;
    this.interval = interval;
    presence = new CardPresence(reader, ticker, identify);
  }

  /// The next event, as [dev.punchpost.hal.credential.BadgeReader#next] promises it: looks once at least.
  ///
  /// @param look one look into the field
  /// @throws HalException IO once it is closed or the thread was interrupted, and what `look` throws
  public Optional<ReaderEvent> next(Duration timeout, Supplier<FieldView> look) {
    long end = ticker.micros() + timeout.toNanos() / 1_000;
    boolean looked = false;
    while (true) {
      Optional<ReaderEvent> event = presence.next();
      if (event.isPresent()) {
        if (event.get() instanceof ReaderEvent.Presented) {
          presented++;
        }
        return event;
      }
      if (closed) {
        throw new HalException(Kind.IO, "reader " + reader + " is closed");
      }
      if (looked) {
        long left = end - ticker.micros();
        if (left <= 0) {
          return Optional.empty();
        }
        pause.within("reader " + reader, Duration.ofNanos(1_000 * Math.min(left, interval.toNanos() / 1_000)));
      }
      presence.observe(look.get());
      looked = true;
    }
  }

  /// Cards presented so far.
  public long presented() {
    return presented;
  }

  /// From now on [#next] fails; what is being looked at is the reader's to end.
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }
}
