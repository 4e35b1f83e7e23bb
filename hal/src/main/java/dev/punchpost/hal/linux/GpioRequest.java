package dev.punchpost.hal.linux;

import dev.punchpost.hal.gpio.Pull;
import java.util.List;
import java.util.regex.Pattern;

/// Which lines of which GPIO chip, and which of their edges.
///
/// @param chip a path (`/dev/gpiochip0`), a label (`pinctrl-rp1`), or [#ANY_PINCTRL]
/// @param lines a number on the chip (`17`) or the name of a line (`GPIO17`) each; the index in this list is what
///   [dev.punchpost.hal.gpio.EdgeEvent#line] tells; 1 .. 64
/// @param edge which edges
/// @param pull the resistor inside the chip
public record GpioRequest(String chip, List<String> lines, Edge edge, Pull pull) {
  /// The chip with the pins of the header: the first one whose label begins with `pinctrl-`, as on every Raspberry Pi
  /// (pinctrl-bcm2835, pinctrl-bcm2711, pinctrl-rp1) and whatever its number is this time.
  public static final String ANY_PINCTRL = "auto";

  private static final Pattern WORD = Pattern.compile("[!-~]{1,63}");

  /// Which way the level goes.
  public enum Edge {
    RISING,
    FALLING
  }

  public GpioRequest {
    lines = List.copyOf(lines);
    if (lines.isEmpty() || lines.size() > 64 || lines.stream().distinct().count() < lines.size()) {
      throw new IllegalArgumentException(lines.size() + " GPIO lines, expected 1 to 64 different ones");
    }
    if (!WORD.matcher(chip).matches() || !lines.stream().allMatch(line -> WORD.matcher(line).matches())) {
      throw new IllegalArgumentException("GPIO chip and lines: expected a path, a label, a name or a number");
    }
  }
}
