package dev.punchpost.hal.linux;

import com.pi4j.io.gpio.digital.DigitalOutput;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.OutputPin;

/// A driven pin over Pi4J's gpiod plugin.
final class Pi4jOutputPin implements OutputPin {
  private final String name;
  private final DigitalOutput pin;
  private final Runnable discard;
  private volatile boolean closed;

  Pi4jOutputPin(String name, DigitalOutput pin, Runnable discard) {
    this.name = name;
    this.pin = pin;
    this.discard = discard;
  }

  @Override
  public synchronized void set(boolean high) {
    if (closed) {
      throw new HalException(Kind.IO, name + " is closed");
    }
    try {
      pin.setState(high);
    } catch (RuntimeException e) {
      throw PiPins.failure(name, "cannot be driven", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Pi4jClosing.quietly(name, discard::run);
    }
  }
}
