package dev.punchpost.drivers.r503;

/// The light ring of the R503 (manual, "AuraLedConfig").
///
/// @param mode what it does
/// @param speed of breathing, flashing and fading, 0 .. 255, where more is slower
/// @param colour of the light; red, blue and purple are known to all firmware, the others since 2020
/// @param times how often it breathes or flashes, 0 for ever, else 1 .. 255
public record RingLight(Mode mode, int speed, Colour colour, int times) {
  /// Control codes 1 to 6, in this order.
  public enum Mode {
    BREATHING,
    FLASHING,
    ON,
    OFF,
    FADE_IN,
    FADE_OUT
  }

  /// Colour indices 1 to 7, in this order.
  public enum Colour {
    RED,
    BLUE,
    PURPLE,
    GREEN,
    YELLOW,
    CYAN,
    WHITE
  }

  public RingLight {
    if (speed < 0 || speed > 255 || times < 0 || times > 255) {
      throw new IllegalArgumentException("ring light: speed and times, expected 0 to 255");
    }
  }

  /// Steadily on.
  public static RingLight on(Colour colour) {
    return new RingLight(Mode.ON, 0, colour, 0);
  }

  public static RingLight off() {
    return new RingLight(Mode.OFF, 0, Colour.BLUE, 0);
  }

  byte[] parameters() {
    return new byte[]{(byte) (mode.ordinal() + 1), (byte) speed, (byte) (colour.ordinal() + 1), (byte) times};
  }
}
