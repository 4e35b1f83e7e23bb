package dev.punchpost.drivers.pn532;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;

/// The three links of a [Pn532Simulator], byte by byte as UM0701-02 sections 6.2.2 to 6.2.5 have them.
public final class SimulatedLinks {
  private final Pn532Simulator chip;
  private final Pause pause;

  /// @param pause how a read that has nothing to give waits
  public SimulatedLinks(Pn532Simulator chip, Pause pause) {
    this.chip = chip;
    this.pause = pause;
  }

  /// Bytes from a host on the serial line; a sleeping chip hears nothing but 55h.
  void hearSerial(byte[] bytes) {
    int from = 0;
    while (!chip.awake() && from < bytes.length) {
      if (bytes[from++] == 0x55) {
        chip.wake();
      }
    }
    if (from < bytes.length) {
      chip.hear(Arrays.copyOfRange(bytes, from, bytes.length));
    }
  }

  /// HSU.
  public SerialLink serial() {
    return new SerialLink() {
      private byte[] rest = new byte[0];
      private volatile boolean closed;

      @Override
      public int read(byte[] buffer, Duration timeout) {
        requireOpen(closed);
        if (rest.length == 0) {
          rest = chip.poll();
        }
        if (rest.length == 0) {
          pause.within("PN532", timeout);
          rest = chip.poll();
        }
        int n = Math.min(rest.length, buffer.length);
        System.arraycopy(rest, 0, buffer, 0, n);
        rest = Arrays.copyOfRange(rest, n, rest.length);
        return n;
      }

      @Override
      public void write(byte[] bytes) {
        requireOpen(closed);
        hearSerial(bytes);
      }

      @Override
      public void discardInput() {
        rest = new byte[0];
        while (chip.hasOutput()) {
          chip.poll();
        }
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  /// I²C at 0x24. A sleeping chip does not acknowledge, and wakes by that.
  public I2cDevice i2c() {
    return new I2cDevice() {
      private volatile boolean closed;

      @Override
      public byte[] read(int length) {
        address();
        byte[] out = new byte[length];
        if (chip.hasOutput()) {
          out[0] = 0x01;
          if (length > 1) {
            byte[] frame = chip.poll();
            System.arraycopy(frame, 0, out, 1, Math.min(frame.length, length - 1));
          }
        }
        return out;
      }

      @Override
      public void write(byte[] bytes) {
        address();
        chip.hear(bytes);
      }

      @Override
      public byte[] writeThenRead(byte[] bytes, int length) {
        write(bytes);
        return read(length);
      }

      @Override
      public void close() {
        closed = true;
      }

      private void address() {
        requireOpen(closed);
        if (!chip.awake()) {
          chip.wake();
          throw new HalException(Kind.NO_DEVICE, "simulated I2C address 0x24 does not acknowledge");
        }
      }
    };
  }

  /// SPI, each byte least significant bit first.
  public SpiDevice spi() {
    return new SpiDevice() {
      private volatile boolean closed;

      @Override
      public byte[] transfer(byte[] out) {
        requireOpen(closed);
        chip.wake();
        byte[] heard = SpiLink.turned(out);
        byte[] said = new byte[out.length];
        switch (heard[0]) {
          case SpiLink.STATUS_READ -> Arrays.fill(said, 1, said.length, (byte) (chip.hasOutput() ? 1 : 0));
          case SpiLink.DATA_WRITE -> chip.hear(Arrays.copyOfRange(heard, 1, heard.length));
          case SpiLink.DATA_READ -> {
            byte[] frame = chip.poll();
            System.arraycopy(frame, 0, said, 1, Math.min(frame.length, said.length - 1));
          }
          default -> {
            // No operation of the chip's.
          }
        }
        return SpiLink.turned(said);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private static void requireOpen(boolean closed) {
    if (closed) {
      throw new HalException(Kind.IO, "simulated link is closed");
    }
  }
}
