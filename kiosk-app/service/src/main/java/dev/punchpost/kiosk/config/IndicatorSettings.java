package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.indicator.QuietHours;
import java.util.List;
import java.util.Optional;

/// Light and tone on pins, beside the panel. Ranges are checked by [IndicatorSection].
///
/// @param chip as in [dev.punchpost.hal.linux.GpioRequest#chip]
/// @param quiet when there is light only, at readers with a buzzer of their own as well
public record IndicatorSettings(String chip, Optional<Led> led, Optional<Sound> sound, QuietHours quiet) {
  /// @param lines one for a single LED; red and green; or red, green and amber
  public record Led(List<String> lines, boolean activeHigh) {
    public Led {
      lines = List.copyOf(lines);
    }
  }

  /// What sounds.
  public sealed interface Sound {}

  /// A buzzer with electronics of its own.
  public record ActiveBuzzer(String line, boolean activeHigh) implements Sound {}

  /// A piezo at a PWM channel.
  ///
  /// @param chip such as `pwmchip0`
  /// @param volume 1 .. 100
  public record PassiveBuzzer(String chip, int channel, int volume) implements Sound {}
}
