package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.max17048.BatteryPolicy;
import java.time.Duration;

/// The battery of a UPS HAT. Ranges are checked by [UpsSection].
///
/// @param bus I²C bus
/// @param interval between readings
/// @param lowPercent below it, without mains, the battery is low
/// @param shutDownPercent below it, without mains, the machine is switched off
public record UpsSettings(int bus, Duration interval, int lowPercent, int shutDownPercent) {
  public BatteryPolicy.Options options() {
    return new BatteryPolicy.Options(lowPercent * 10, shutDownPercent * 10);
  }

  /// Where it is, for `status` and `doctor`.
  public String port() {
    return "/dev/i2c-" + bus;
  }
}
