package dev.punchpost.hal.linux;

import com.pi4j.io.gpio.digital.DigitalInput;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import java.time.Duration;

/// A pin read over Pi4J's gpiod plugin, which watches it on a thread of its own.
final class Pi4jInputPin implements InputPin {
  private final String name;
  private final DigitalInput pin;
  private final Runnable discard;
  private final Object changed = new Object();
  private volatile boolean closed;

  Pi4jInputPin(String name, DigitalInput pin, Runnable discard) {
    this.name = name;
    this.pin = pin;
    this.discard = discard;
    pin.addListener(_ -> {
      synchronized (changed) {
        changed.notifyAll();
      }
    });
  }

  @Override
  public boolean high() {
    if (closed) {
      throw new HalException(Kind.IO, name + " is closed");
    }
    try {
      return pin.isHigh();
    } catch (RuntimeException e) {
      throw PiPins.failure(name, "cannot be read", e);
    }
  }

  @Override
  public boolean await(boolean high, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    synchronized (changed) {
      while (high() != high) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        try {
          changed.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Pi4jClosing.quietly(name, discard::run);
    }
  }
}
