package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.OutputPin;
import java.util.Optional;

/// A pin that notes how it is driven, and breaks when it is told to. Thread-safe.
public final class ManualOutputPin implements OutputPin {
  private boolean level;
  private long changes;
  private Optional<Kind> fault = Optional.empty();
  private boolean closed;

  /// @param level before anybody drives it
  public ManualOutputPin(boolean level) {
    this.level = level;
  }

  @Override
  public synchronized void set(boolean high) {
    if (fault.isPresent()) {
      throw new HalException(fault.get(), "pin is broken, as its test says");
    }
    if (closed) {
      throw new HalException(Kind.IO, "pin is closed");
    }
    changes += level == high ? 0 : 1;
    level = high;
  }

  /// From now on every call fails, until it is empty.
  public synchronized void breakDown(Optional<Kind> kind) {
    fault = kind;
  }

  public synchronized boolean high() {
    return level;
  }

  /// How often the level changed.
  public synchronized long changes() {
    return changes;
  }

  public synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
