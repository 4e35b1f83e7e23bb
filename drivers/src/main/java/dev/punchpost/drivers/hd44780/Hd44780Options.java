package dev.punchpost.drivers.hd44780;

import java.time.Duration;

/// @param columns 16 or 20
/// @param rows 2 or 4
/// @param rom which characters the chip has
/// @param backlight whether the light shines while not dimmed
/// @param refresh how often everything is set up and written anew at the next showing, 1 min .. 1 day: a spike on the
///   wires may have put the chip out of step, and nothing tells of that
public record Hd44780Options(int columns, int rows, Hd44780Rom rom, boolean backlight, Duration refresh) {
  public Hd44780Options {
    if (!(columns == 16 && rows == 2 || columns == 20 && rows == 4)) {
      throw new IllegalArgumentException("display of " + columns + "x" + rows + ", expected 16x2 or 20x4");
    }
    if (refresh.compareTo(Duration.ofMinutes(1)) < 0 || refresh.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("refresh every " + refresh + ", expected 1 minute to 1 day");
    }
  }

  /// 20x4, ROM A00, backlight on, refreshed every 10 minutes.
  public static Hd44780Options defaults() {
    return of(20, 4);
  }

  /// As by default, for a display of this size.
  public static Hd44780Options of(int columns, int rows) {
    return new Hd44780Options(columns, rows, Hd44780Rom.A00, true, Duration.ofMinutes(10));
  }

  public Hd44780Options with(Hd44780Rom other) {
    return new Hd44780Options(columns, rows, other, backlight, refresh);
  }
}
