package dev.punchpost.hal.linux;

import com.pi4j.io.spi.Spi;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.spi.SpiDevice;

/// An SPI device over Pi4J's linuxfs plugin.
final class Pi4jSpiDevice implements SpiDevice {
  private final String name;
  private final Spi spi;
  private final Runnable discard;
  private volatile boolean closed;

  Pi4jSpiDevice(String name, Spi spi, Runnable discard) {
    this.name = name;
    this.spi = spi;
    this.discard = discard;
  }

  @Override
  public synchronized byte[] transfer(byte[] out) {
    if (closed) {
      throw new HalException(Kind.IO, name + " is closed");
    }
    byte[] in = new byte[out.length];
    int n;
    try {
      n = spi.transfer(out, 0, in, 0, out.length);
    } catch (RuntimeException | LinkageError e) {
      throw new HalException(Kind.IO, name + " stopped working: " + e.getMessage(), e);
    }
    if (n < 0) {
      throw new HalException(Kind.IO, name + " stopped working (transfer returned " + n + ")");
    }
    return in;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Pi4jClosing.quietly(name, discard::run);
    }
  }
}
