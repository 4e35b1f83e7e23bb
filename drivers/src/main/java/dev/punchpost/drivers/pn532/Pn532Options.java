package dev.punchpost.drivers.pn532;

import java.time.Duration;

/// How a [Pn532] works.
///
/// @param interval time between two looks into the field, 10 ms .. 1 s
public record Pn532Options(Duration interval) {
  public Pn532Options {
    if (interval.compareTo(Duration.ofMillis(10)) < 0 || interval.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException("interval " + interval + ", expected 10 ms to 1 s");
    }
  }

  /// About twenty looks a second.
  public static Pn532Options defaults() {
    return new Pn532Options(Duration.ofMillis(40));
  }
}
