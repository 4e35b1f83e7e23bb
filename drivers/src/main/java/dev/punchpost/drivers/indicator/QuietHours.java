package dev.punchpost.drivers.indicator;

import java.time.LocalTime;

/// When there is light only.
///
/// @param from the first minute of quiet, in the terminal's time zone
/// @param to the first minute after it; before `from` if midnight lies between; equal to `from` for never
public record QuietHours(LocalTime from, LocalTime to) {
  public static QuietHours never() {
    return new QuietHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
  }

  public boolean contains(LocalTime time) {
    boolean after = !time.isBefore(from);
    boolean before = time.isBefore(to);
    return from.isBefore(to) ? after && before : !from.equals(to) && (after || before);
  }
}
