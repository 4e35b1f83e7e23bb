package dev.punchpost.kiosk.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// Times as people write and read them at this terminal.
///
/// @param zone the terminal's
record TimeText(ZoneId zone) {
  private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  String show(Instant time) {
    return SHOWN.format(time.atZone(zone));
  }

  /// Reads `2026-11-20T08:00:00+01:00`, or, in the terminal's zone, `2026-11-20T08:00` or `2026-11-20 08:00:00`.
  ///
  /// @return in whole microseconds
  /// @throws Refusal if it is neither, or a local time that the zone has not or has twice
  Instant read(String text) throws Refusal {
    String form = text.strip().replace(' ', 'T');
    try {
      return OffsetDateTime.parse(form).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      return local(form);
    }
  }

  private Instant local(String form) throws Refusal {
    LocalDateTime local;
    try {
      local = LocalDateTime.parse(form);
    } catch (DateTimeException e) {
      throw new Refusal("a time is written 2026-11-20T08:00 (in " + zone + ") or 2026-11-20T08:00:00+01:00");
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new Refusal("there was no " + local + " in " + zone + ": the clocks went forward over it");
    }
    if (offsets.size() > 1) {
      throw new Refusal(local + " came twice in " + zone + ": write the offset, " + local + offsets.getFirst() + " or "
          + local + offsets.getLast());
    }
    return local.toInstant(offsets.getFirst()).truncatedTo(ChronoUnit.MICROS);
  }
}
