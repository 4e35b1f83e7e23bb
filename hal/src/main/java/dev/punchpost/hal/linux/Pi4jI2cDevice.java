package dev.punchpost.hal.linux;

import com.pi4j.io.i2c.I2C;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.i2c.I2cDevice;
import java.util.function.IntSupplier;

/// An I²C device over Pi4J's linuxfs plugin.
final class Pi4jI2cDevice implements I2cDevice {
  private final String name;
  private final I2C i2c;
  private final Runnable discard;
  private volatile boolean closed;

  Pi4jI2cDevice(String name, I2C i2c, Runnable discard) {
    this.name = name;
    this.i2c = i2c;
    this.discard = discard;
  }

  @Override
  public synchronized byte[] read(int length) {
    byte[] in = new byte[length];
    require(length, run(() -> i2c.read(in, 0, length)));
    return in;
  }

  @Override
  public synchronized void write(byte[] bytes) {
    require(bytes.length, run(() -> i2c.write(bytes, 0, bytes.length)));
  }

  @Override
  public synchronized byte[] writeThenRead(byte[] bytes, int length) {
    byte[] in = new byte[length];
    // Pi4J's writeRead puts a stop between the two; readRegister is one I2C_RDWR with a repeated start.
    run(() -> i2c.readRegister(bytes, in, 0, length));
    return in;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Pi4jClosing.quietly(name, discard::run);
    }
  }

  private int run(IntSupplier transaction) {
    if (closed) {
      throw new HalException(Kind.IO, name + " is closed");
    }
    try {
      return transaction.getAsInt();
    } catch (RuntimeException e) {
      throw PiPins.failure(name, "did not answer", e);
    }
  }

  private void require(int expected, int got) {
    if (got != expected) {
      throw new HalException(Kind.IO, name + " moved " + got + " of " + expected + " bytes");
    }
  }
}
