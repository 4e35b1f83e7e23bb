package dev.punchpost.drivers.mfrc522;

import java.time.Duration;

/// How an [Mfrc522] works.
///
/// @param gain how much the received signal is amplified
/// @param interval time between two looks into the field, 10 ms .. 1 s
public record Mfrc522Options(RxGain gain, Duration interval) {
  /// RxGain[2:0] of RFCfgReg (datasheet table 98). More finds cards farther away, and hears more noise.
  public enum RxGain {
    DB_18(0),
    DB_23(1),
    DB_33(4),
    DB_38(5),
    DB_43(6),
    DB_48(7);

    private final int bits;

    RxGain(int bits) {
      this.bits = bits;
    }

    int register() {
      return bits << 4;
    }
  }

  public Mfrc522Options {
    if (interval.compareTo(Duration.ofMillis(10)) < 0 || interval.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException("interval " + interval + ", expected 10 ms to 1 s");
    }
  }

  /// 38 dB, some thirteen looks a second.
  public static Mfrc522Options defaults() {
    return new Mfrc522Options(RxGain.DB_38, Duration.ofMillis(75));
  }
}
