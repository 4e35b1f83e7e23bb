package dev.punchpost.drivers.max17048;

/// How full a battery is.
///
/// @param millivolts of one cell, 0 .. 5120
/// @param permille of its capacity, 0 .. 1000
public record BatteryLevel(int millivolts, int permille) {
  static final int MOST_MILLIVOLTS = 5_120;

  public BatteryLevel {
    if (millivolts < 0 || millivolts > MOST_MILLIVOLTS || permille < 0 || permille > 1_000) {
      throw new IllegalArgumentException("battery of " + millivolts + " mV and " + permille + " ‰");
    }
  }
}
