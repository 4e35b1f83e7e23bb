package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Events that become visible at their times, and the device's death among them. Thread-safe.
final class Timeline<E> {
  /// A wait is cut into these, so that an event added, or a close, is seen soon.
  private static final long SLICE_MICROS = 20_000;

  /// @param fault null for an event
  private record Entry<E>(long micros, @Nullable E event, @Nullable Kind fault) {}

  private final String name;
  private final Ticker ticker;
  private final Pause pause;
  private final Deque<Entry<E>> entries = new ArrayDeque<>();
  private boolean closed;

  Timeline(String name, Ticker ticker, Pause pause) {
    this.name = name;
    this.ticker = ticker;
    this.pause = pause;
  }

  /// Adds an event behind the last; it waits there for the others, whatever its time is.
  synchronized void add(long micros, E event) {
    entries.add(new Entry<>(micros, event, null));
  }

  synchronized void addFault(long micros, Kind kind) {
    entries.add(new Entry<>(micros, null, kind));
  }

  synchronized boolean finished() {
    return entries.isEmpty();
  }

  synchronized void close() {
    closed = true;
  }

  Optional<E> next(Duration timeout) {
    long deadline = ticker.micros() + Math.ceilDiv(timeout.toNanos(), 1_000);
    while (true) {
      E event = due();
      if (event != null) {
        return Optional.of(event);
      }
      long now = ticker.micros();
      if (now >= deadline) {
        return Optional.empty();
      }
      await(Math.min(Math.min(deadline, wake(now)) - now, SLICE_MICROS));
    }
  }

  private synchronized @Nullable E due() {
    if (closed) {
      throw new HalException(Kind.IO, name + " is closed");
    }
    Entry<E> first = entries.peek();
    if (first == null || first.micros() > ticker.micros()) {
      return null;
    }
    Kind fault = first.fault();
    if (fault != null) {
      throw new HalException(fault, name + " stopped working (" + fault + ", as its script says)");
    }
    return entries.remove().event();
  }

  private synchronized long wake(long now) {
    Entry<E> first = entries.peek();
    return first == null ? Long.MAX_VALUE : Math.max(now, first.micros());
  }

  private void await(long micros) {
    try {
      pause.pause(Duration.ofNanos(Math.max(1, micros) * 1_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, name + ": interrupted while waiting", e);
    }
  }
}
