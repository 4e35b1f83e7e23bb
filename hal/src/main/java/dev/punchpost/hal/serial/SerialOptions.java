package dev.punchpost.hal.serial;

/// Line settings.
///
/// @param baud bits per second, 300 .. 4,000,000
/// @param dataBits 7 or 8
/// @param parity parity bit
/// @param stopBits 1 or 2
public record SerialOptions(int baud, int dataBits, Parity parity, int stopBits) {
  /// Parity bit of a character.
  public enum Parity {
    NONE,
    EVEN,
    ODD
  }

  public SerialOptions {
    if (baud < 300 || baud > 4_000_000) {
      throw new IllegalArgumentException("baud " + baud + ", expected 300 to 4000000");
    }
    if (dataBits != 7 && dataBits != 8) {
      throw new IllegalArgumentException("data bits " + dataBits + ", expected 7 or 8");
    }
    if (stopBits != 1 && stopBits != 2) {
      throw new IllegalArgumentException("stop bits " + stopBits + ", expected 1 or 2");
    }
  }

  /// Eight data bits, no parity, one stop bit.
  public static SerialOptions eightN1(int baud) {
    return new SerialOptions(baud, 8, Parity.NONE, 1);
  }
}
