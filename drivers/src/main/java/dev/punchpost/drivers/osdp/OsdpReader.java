package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One reader of an OSDP line, got from [OsdpBus#open]. The line's thread fills it, the owner's thread empties it.
///
/// OSDP tells a card and not its going: [ReaderEvent.Removed] comes after
/// [OsdpReaderOptions#removedAfter] without it. Threads as for every [BadgeReader].
public final class OsdpReader implements BadgeReader {
  private static final int ROOM = 32;

  /// What the line's thread hands over; without a card it only wakes.
  private record Item(@Nullable Credential card, long atMicros) {}

  private final ReaderName name;
  private final OsdpReaderOptions options;
  private final Ticker ticker;
  private final Consumer<OsdpReader> detach;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong noise = new AtomicLong();
  private final AtomicLong presented = new AtomicLong();
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile @Nullable HalException broken;

  private @Nullable Credential held;
  private long heldMicros;
  private @Nullable Item waiting;

  OsdpReader(ReaderName name, OsdpReaderOptions options, Ticker ticker, Consumer<OsdpReader> detach) {
    this.name = name;
    this.options = options;
    this.ticker = ticker;
    this.detach = detach;
  }

  ReaderName name() {
    return name;
  }

  OsdpReaderOptions options() {
    return options;
  }

  /// The side of the line's thread.
  ControlledPd.Owner owner() {
    return new ControlledPd.Owner() {
      @Override
      public void ready() {
        settled.countDown();
      }

      @Override
      public boolean card(Credential credential, long atMicros) {
        // The last place is for waking, so that the end is never missed.
        return items.remainingCapacity() > 1 && items.offer(new Item(credential, atMicros));
      }

      @Override
      public void counted(long moreRejected, long moreNoise) {
        rejected.addAndGet(moreRejected);
        noise.addAndGet(moreNoise);
      }

      @Override
      public void failed(HalException reason) {
        end(reason);
      }
    };
  }

  private void end(HalException reason) {
    broken = reason;
    settled.countDown();
    // If it is full of cards, whoever takes them looks at the end as well.
    items.offer(new Item(null, 0));
  }

  /// Waits until it may be used.
  ///
  /// @throws HalException if it may not, or did not answer in time
  void awaitReady() {
    boolean answered = false;
    try {
      answered = settled.await(options.openTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    HalException reason = broken;
    if (reason != null) {
      throw reason;
    }
    if (!answered) {
      throw new HalException(HalException.Kind.TIMEOUT,
          "OSDP reader " + name + " at address " + options.address() + " does not answer");
    }
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    Item item = waiting;
    waiting = null;
    if (item == null) {
      Duration wait = timeout;
      if (held != null) {
        long left = Math.max(1000, heldMicros + micros(options.removedAfter()) - ticker.micros());
        wait = timeout.toNanos() / 1000 < left ? timeout : Duration.ofNanos(left * 1000);
      }
      item = take(wait).orElse(null);
    }
    Credential card = item == null ? null : item.card();
    if (item != null && card != null) {
      return presented(item, card);
    }
    if (held != null && ticker.micros() - heldMicros >= micros(options.removedAfter())) {
      return removed();
    }
    HalException reason = broken;
    if (reason != null && items.isEmpty()) {
      throw reason;
    }
    return Optional.empty();
  }

  private Optional<ReaderEvent> presented(Item item, Credential card) {
    if (card.equals(held) && item.atMicros() - heldMicros < micros(options.removedAfter())) {
      heldMicros = item.atMicros();
      return Optional.empty();
    }
    if (held != null) {
      waiting = item;
      return removed();
    }
    held = card;
    heldMicros = item.atMicros();
    presented.incrementAndGet();
    return Optional.of(new ReaderEvent.Presented(name, item.atMicros(), card));
  }

  private Optional<ReaderEvent> removed() {
    held = null;
    return Optional.of(new ReaderEvent.Removed(name, ticker.micros()));
  }

  /// The next card; without waiting if the end has come, since what was handed over before it still counts.
  private Optional<Item> take(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        Item item = broken == null ? items.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS) : items.poll();
        if (item == null || item.card() != null) {
          return Optional.ofNullable(item);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(presented.get(), rejected.get(), noise.get());
  }

  @Override
  public void close() {
    if (broken == null) {
      end(new HalException(HalException.Kind.IO, "OSDP reader " + name + " is closed"));
    }
    detach.accept(this);
  }
}
