package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Optional;

/// A pin whose level is set by hand, and that breaks when it is told to. Thread-safe.
public final class ManualInputPin implements InputPin {
  private static final Duration SLICE = Duration.ofMillis(5);

  private final Pause pause;
  private boolean level;
  private Optional<Kind> fault = Optional.empty();
  private boolean closed;

  /// @param pause how it is waited for a level
  public ManualInputPin(boolean level, Pause pause) {
    this.level = level;
    this.pause = pause;
  }

  /// Sets the level.
  public synchronized void put(boolean high) {
    level = high;
  }

  /// From now on every call fails, until it is empty.
  public synchronized void breakDown(Optional<Kind> kind) {
    fault = kind;
  }

  public synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized boolean high() {
    if (fault.isPresent()) {
      throw new HalException(fault.get(), "pin is broken, as its test says");
    }
    if (closed) {
      throw new HalException(Kind.IO, "pin is closed");
    }
    return level;
  }

  @Override
  public boolean await(boolean high, Duration timeout) {
    Duration left = timeout;
    while (high() != high) {
      if (!left.isPositive()) {
        return false;
      }
      Duration wait = left.compareTo(SLICE) < 0 ? left : SLICE;
      try {
        pause.pause(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      left = left.minus(wait);
    }
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
