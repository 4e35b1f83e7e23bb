package dev.punchpost.drivers.max17048;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.i2c.I2cDevice;
import java.util.OptionalInt;

/// The fuel gauge of a UPS HAT: MAX17040, MAX17043, MAX17048 and their kin. See the package for wiring, quirks and
/// symptoms. One thread owns it.
public final class Max17048 implements AutoCloseable {
  /// Its only address.
  public static final int ADDRESS = 0x36;

  // Data sheet, table 2: registers of 16 bits, high byte first.
  static final int VCELL = 0x02;
  static final int SOC = 0x04;
  static final int VERSION = 0x08;
  static final int CRATE = 0x16;

  /// MAX17048 and MAX17049; the older ones have 0x0002 or 0x0003, and no CRATE.
  private static final int VERSION_WITH_RATE = 0x0010;
  private static final int NANOVOLTS_A_STEP = 78_125;
  private static final int NOTHING = 0xFFFF;

  private final I2cDevice bus;
  private final int version;

  /// @param bus at [#ADDRESS]; belongs to this driver from now on
  /// @throws HalException NO_DEVICE if nobody answers, PROTOCOL if something else does; the device is closed then
  public Max17048(I2cDevice bus) {
    this.bus = bus;
    try {
      version = register(VERSION);
      if (version == 0 || version == NOTHING) {
        throw new HalException(Kind.PROTOCOL,
            String.format("what answers at I2C address 0x%02x is no fuel gauge", ADDRESS));
      }
    } catch (HalException e) {
      bus.close();
      throw e;
    }
  }

  /// What its VERSION register holds.
  public int version() {
    return version;
  }

  /// The battery now.
  ///
  /// @throws HalException NO_DEVICE or IO if it does not answer, PROTOCOL if it says what no lithium cell can be
  public BatteryLevel level() {
    int volts = register(VCELL);
    int charge = register(SOC);
    int millivolts = (int) ((long) volts * NANOVOLTS_A_STEP / 1_000_000);
    if (volts == NOTHING && charge == NOTHING || millivolts > BatteryLevel.MOST_MILLIVOLTS) {
      throw new HalException(Kind.PROTOCOL,
          "the fuel gauge says " + millivolts + " mV: disturbed bus, or another chip");
    }
    // Its model may say a little more than all.
    return new BatteryLevel(millivolts, Math.min(1_000, charge * 1_000 / 256 / 100));
  }

  /// How fast it charges, in thousandths of its capacity an hour; negative while it discharges. Empty for chips that do
  /// not know.
  ///
  /// @throws HalException as for [#level]
  public OptionalInt permillePerHour() {
    return version < VERSION_WITH_RATE ? OptionalInt.empty() : OptionalInt.of((short) register(CRATE) * 208 / 100);
  }

  private int register(int number) {
    byte[] value = bus.writeThenRead(new byte[]{(byte) number}, 2);
    return (value[0] & 0xFF) << 8 | value[1] & 0xFF;
  }

  @Override
  public void close() {
    bus.close();
  }
}
