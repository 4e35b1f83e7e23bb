package dev.punchpost.drivers.ssd1306;

import java.time.Duration;

/// @param height 64 or 32; 64 only with an SH1106. All are 128 wide.
/// @param upsideDown whether the module is mounted with its pins below
/// @param contrast brightness, 0 .. 255
/// @param dimmedContrast likewise, while dimmed
/// @param shiftEvery how often the picture moves by a pixel at the next showing, 10 s .. 1 h: pixels that are always lit
///   fade within months
/// @param refresh how often everything is set up and written anew at the next showing, 1 min .. 1 day
public record Ssd1306Options(Controller controller, int height, boolean upsideDown, int contrast, int dimmedContrast,
  Duration shiftEvery, Duration refresh) {
  /// The chip on the glass.
  public enum Controller {
    SSD1306,
    /// Has 132 columns, of which the glass shows the middle 128.
    SH1106
  }

  public static final int WIDTH = 128;

  public Ssd1306Options {
    if (height != 64 && height != 32 || controller == Controller.SH1106 && height != 64) {
      throw new IllegalArgumentException(controller + " of 128x" + height + ", expected 128x64 or (SSD1306) 128x32");
    }
    if (contrast < 0 || contrast > 255 || dimmedContrast < 0 || dimmedContrast > 255) {
      throw new IllegalArgumentException("contrast " + contrast + ", dimmed " + dimmedContrast + ", expected 0 to 255");
    }
    if (shiftEvery.compareTo(Duration.ofSeconds(10)) < 0 || shiftEvery.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("shift every " + shiftEvery + ", expected 10 seconds to 1 hour");
    }
    if (refresh.compareTo(Duration.ofMinutes(1)) < 0 || refresh.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("refresh every " + refresh + ", expected 1 minute to 1 day");
    }
  }

  /// SSD1306, 128x64, contrast 207 (dimmed 1), moved every minute, refreshed every 10 minutes.
  public static Ssd1306Options defaults() {
    return of(Controller.SSD1306, 64);
  }

  /// As by default, for another glass.
  public static Ssd1306Options of(Controller controller, int height) {
    return new Ssd1306Options(controller, height, false, 0xCF, 0x01, Duration.ofMinutes(1), Duration.ofMinutes(10));
  }
}
