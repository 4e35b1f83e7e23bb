package dev.punchpost.hal.panel;

import java.time.Duration;
import java.util.List;

/// A pattern of light and tone. Patterns differ by rhythm and pitch, not by colour alone, so that a worker who does
/// not see the colour, or does not hear the tone, still knows.
///
/// @param steps played one after the other; not empty
public record Signal(List<Step> steps) {
  /// Colour of the light.
  public enum Light {
    OFF,
    GREEN,
    RED,
    AMBER
  }

  /// One step.
  ///
  /// @param light what shines
  /// @param hertz pitch of the tone, 0 for silence, else 100 .. 8000
  /// @param duration how long; positive, at most 10 s
  public record Step(Light light, int hertz, Duration duration) {
    public Step {
      if (hertz != 0 && (hertz < 100 || hertz > 8000)) {
        throw new IllegalArgumentException("tone of " + hertz + " Hz, expected 0 or 100 to 8000");
      }
      if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofSeconds(10)) > 0) {
        throw new IllegalArgumentException("step of " + duration + ", expected up to 10 s");
      }
    }
  }

  public Signal {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a signal needs at least one step");
    }
  }
}
