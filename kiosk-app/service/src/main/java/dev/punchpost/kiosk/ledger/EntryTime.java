package dev.punchpost.kiosk.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How entries write a time: RFC 3339 with the offset of the terminal's zone at that instant and six fraction digits,
/// such as `2026-03-29T03:00:00.000250+02:00`. What is below a microsecond is cut off.
public final class EntryTime {
  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx",
      Locale.ROOT);

  private EntryTime() {}

  /// @throws IllegalArgumentException for a year that RFC 3339 cannot write (before 0000 or after 9999)
  public static String format(Instant instant, ZoneId zone) {
    int seconds = zone.getRules().getOffset(instant).getTotalSeconds();
    // Some zones were seconds off a minute until 1972, the year in which a dead clock wakes up; RFC 3339 has no seconds
    // in an offset. The instant stays right.
    var local = instant.atOffset(ZoneOffset.ofTotalSeconds(seconds - seconds % 60));
    if (local.getYear() < 0 || local.getYear() > 9999) {
      throw new IllegalArgumentException("year " + local.getYear() + " cannot be written by RFC 3339");
    }
    return FORMAT.format(local);
  }
}
