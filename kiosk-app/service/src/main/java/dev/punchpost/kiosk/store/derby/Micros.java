package dev.punchpost.kiosk.store.derby;

import java.time.Instant;

/// Wall time as the tables hold it: microseconds since 1970.
final class Micros {
  private Micros() {}

  /// Cut to microseconds; the ends of [Instant] become the ends of long.
  static long of(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (Math.abs(seconds) > Long.MAX_VALUE / 1_000_000 - 1) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return seconds * 1_000_000 + instant.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
