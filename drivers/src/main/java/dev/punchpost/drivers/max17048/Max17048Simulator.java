package dev.punchpost.drivers.max17048;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.i2c.I2cDevice;
import java.util.Map;
import java.util.TreeMap;

/// The registers of a fuel gauge, and a battery to drain. Thread-safe.
public final class Max17048Simulator {
  private final Map<Integer, Integer> registers = new TreeMap<>();
  private boolean plugged = true;

  /// @param version 0x0011 for a MAX17048, 0x0002 for a MAX17040
  public Max17048Simulator(int version) {
    registers.put(Max17048.VERSION, version);
    battery(4_100_000, 100 * 256, 0);
  }

  /// @param microvolts of the cell
  /// @param charge in 1/256 %
  /// @param rate in 0.208 % an hour
  public synchronized void battery(int microvolts, int charge, int rate) {
    registers.put(Max17048.VCELL, (int) ((long) microvolts * 1_000 / 78_125));
    registers.put(Max17048.SOC, charge);
    registers.put(Max17048.CRATE, rate & 0xFFFF);
  }

  /// Puts a value into a register, as a disturbed bus would read it.
  public synchronized void garbage(int register, int value) {
    registers.put(register, value);
  }

  /// From now on nobody acknowledges.
  public synchronized void unplug() {
    plugged = false;
  }

  public synchronized void plug() {
    plugged = true;
  }

  private synchronized byte[] value(byte[] asked, int length) {
    if (!plugged) {
      throw new HalException(Kind.NO_DEVICE, "simulated I2C address 0x36 does not acknowledge");
    }
    int value = registers.getOrDefault(asked[0] & 0xFF, 0);
    byte[] bytes = new byte[length];
    bytes[0] = (byte) (value >> 8);
    bytes[1] = (byte) value;
    return bytes;
  }

  public I2cDevice i2c() {
    return new I2cDevice() {
      private boolean closed;

      @Override
      public byte[] read(int length) {
        throw new HalException(Kind.IO, "the fuel gauge wants a register first");
      }

      @Override
      public void write(byte[] bytes) {
        throw new HalException(Kind.IO, "nothing writes to the fuel gauge");
      }

      @Override
      public byte[] writeThenRead(byte[] bytes, int length) {
        if (closed) {
          throw new HalException(Kind.IO, "simulated I2C device is closed");
        }
        return value(bytes, length);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
