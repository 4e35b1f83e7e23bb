package dev.punchpost.kiosk.reader;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A reader that never breaks: opens its device, tells [ReaderEvent.Faulted] once when it is lost (or not there at the
/// start), looks for it again with back-off, and tells [ReaderEvent.Recovered] when it is back. Never throws.
///
/// One thread calls [#next]; [#status()] and [#close()] may be called from any. To end a pause between attempts at
/// once, interrupt the thread that waits in [#next], as [ReaderThread] does.
public final class SupervisedReader implements BadgeReader {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisedReader.class);
  /// A device that breaks sooner than this after its opening, without having read a badge, keeps the longer back-off.
  private static final long STEADY_MICROS = 5_000_000;

  private final ReaderName name;
  private final Supplier<BadgeReader> factory;
  private final Ticker ticker;
  private final Pause pause;

  private final Remedy remedy;
  private final Escalation escalation = new Escalation();
  private long nextAttemptMicros;

  private final Object lock = new Object();
  // Guarded by lock:
  private @Nullable BadgeReader current;
  private boolean closed;
  private ReaderState state;
  private ReaderCounts past = ReaderCounts.NONE;
  private ReaderCounts present = ReaderCounts.NONE;
  private final Map<Kind, Long> faults = new EnumMap<>(Kind.class);
  private long recovered;
  private long remedies;

  /// @param factory opens the device and builds its driver; throws [HalException] if it cannot
  public SupervisedReader(ReaderName name, Supplier<BadgeReader> factory, Ticker ticker, Pause pause) {
    this(name, factory, Remedy.NONE, ticker, pause);
  }

  /// @param remedy what is tried when opening it again does not help
  public SupervisedReader(ReaderName name, Supplier<BadgeReader> factory, Remedy remedy, Ticker ticker,
      Pause pause) {
    this.name = name;
    this.remedy = remedy;
    this.factory = factory;
    this.ticker = ticker;
    this.pause = pause;
    nextAttemptMicros = ticker.micros();
    state = new ReaderState.Starting(nextAttemptMicros);
  }

  /// As [BadgeReader#next], but never throws; empty at once when closed or interrupted (the interrupt is kept).
  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    BadgeReader reader = reader();
    return reader == null ? attempt(timeout) : read(reader, timeout);
  }

  private Optional<ReaderEvent> read(BadgeReader reader, Duration timeout) {
    try {
      Optional<ReaderEvent> event = reader.next(timeout);
      synchronized (lock) {
        present = reader.counts();
      }
      return event;
    } catch (HalException e) {
      return lost(e.kind(), words(e));
    } catch (RuntimeException e) {
      return driverMistake(e);
    }
  }

  private Optional<ReaderEvent> attempt(Duration timeout) {
    Duration left = Duration.ofNanos((nextAttemptMicros - ticker.micros()) * 1_000);
    if (left.isPositive()) {
      boolean whole = left.compareTo(timeout) <= 0;
      if (!waited(whole ? left : timeout) || !whole) {
        return Optional.empty();
      }
    }
    if (closed()) {
      return Optional.empty();
    }
    try {
      return opened(factory.get());
    } catch (HalException e) {
      return lost(e.kind(), words(e));
    } catch (RuntimeException e) {
      return driverMistake(e);
    }
  }

  private boolean waited(Duration duration) {
    if (closed()) {
      return false;
    }
    try {
      pause.pause(duration);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<ReaderEvent> opened(BadgeReader reader) {
    long now = ticker.micros();
    boolean wasLost;
    synchronized (lock) {
      if (closed) {
        reader.close();
        return Optional.empty();
      }
      wasLost = state instanceof ReaderState.Lost;
      current = reader;
      state = new ReaderState.Working(now);
      recovered += wasLost ? 1 : 0;
    }
    escalation.opened(now);
    if (!wasLost) {
      LOG.info("Reader {} works", name);
      return Optional.empty();
    }
    LOG.info("Reader {} works again", name);
    return Optional.of(new ReaderEvent.Recovered(name, now));
  }

  private Optional<ReaderEvent> lost(Kind kind, String detail) {
    long now = ticker.micros();
    BadgeReader broken;
    ReaderState before;
    ReaderCounts last;
    synchronized (lock) {
      broken = current;
      current = null;
      last = broken == null ? present : broken.counts();
      past = past.plus(last);
      present = ReaderCounts.NONE;
      before = state;
      if (closed) {
        return Optional.empty();
      }
      state = new ReaderState.Lost(before instanceof ReaderState.Lost ? before.sinceMicros() : now, kind, detail);
      if (!(before instanceof ReaderState.Lost)) {
        faults.merge(kind, 1L, Long::sum);
      }
    }
    if (broken != null) {
      broken.close();
    }
    if (before instanceof ReaderState.Working working
        && (last.presented() > 0 || now - working.sinceMicros() >= STEADY_MICROS)) {
      escalation.steady();
    }
    nextAttemptMicros = now + escalation.failed(kind, now).toNanos() / 1_000;
    if (escalation.remedyDue(kind)) {
      remedy();
    }
    if (before instanceof ReaderState.Lost) {
      return Optional.empty();
    }
    LOG.warn("Reader {} is lost: {} ({})", name, detail, kind);
    return Optional.of(new ReaderEvent.Faulted(name, now, kind, detail));
  }

  private void remedy() {
    try {
      remedy.apply().ifPresent(done -> {
        LOG.warn("Reader {} does not come back: {}", name, done);
        synchronized (lock) {
          remedies++;
        }
      });
    } catch (RuntimeException e) {
      LOG.warn("Reader {} does not come back, and nothing more can be tried: {}", name, e.getMessage());
    }
  }

  /// The open driver, for the thread that calls [#next].
  Optional<BadgeReader> driver() {
    return Optional.ofNullable(reader());
  }

  /// A driver that throws anything else is wrong, but the other readers and the next opening must not suffer.
  private Optional<ReaderEvent> driverMistake(RuntimeException e) {
    if (!(state() instanceof ReaderState.Lost)) {
      LOG.error("The driver of reader {} failed", name, e);
    }
    return lost(Kind.IO, "the driver failed: " + e.getClass().getSimpleName());
  }

  private static String words(HalException e) {
    String message = e.getMessage();
    return message == null ? e.kind().name() : message;
  }

  private @Nullable BadgeReader reader() {
    synchronized (lock) {
      return current;
    }
  }

  boolean closed() {
    synchronized (lock) {
      return closed;
    }
  }

  private ReaderState state() {
    synchronized (lock) {
      return state;
    }
  }

  /// All openings together.
  @Override
  public ReaderCounts counts() {
    synchronized (lock) {
      return past.plus(present);
    }
  }

  public ReaderStatus status() {
    synchronized (lock) {
      return new ReaderStatus(name, state, past.plus(present), faults, recovered, remedies);
    }
  }

  public ReaderName name() {
    return name;
  }

  /// Ends a read that waits in the device; gives the device back.
  @Override
  public void close() {
    BadgeReader open;
    synchronized (lock) {
      closed = true;
      open = current;
    }
    if (open != null) {
      open.close();
    }
  }
}
