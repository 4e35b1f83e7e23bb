package dev.punchpost.kiosk.workday;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkDayTest {
  private static final WorkDay.Rules RULES = new WorkDay.Rules(Duration.ofHours(16), Duration.ofHours(4));
  /// Long after every day of these tests.
  private static final Instant LATER = Instant.parse("2027-06-01T00:00:00Z");

  /// Punches such as `IN 2026-11-20T08:00+01:00`, separated by `;`; their sequences are 1, 2, 3 ….
  private static List<Standing> punches(String text) {
    List<Standing> punches = new ArrayList<>();
    for (String each : text.split(";")) {
      String[] words = each.strip().split(" ");
      if (words.length == 2) {
        punches.add(new Standing(punches.size() + 1, "1042", words[0], OffsetDateTime.parse(words[1]).toInstant()));
      }
    }
    return punches;
  }

  private static WorkDay day(String zone, String day, String punches, Instant now) {
    return WorkDay.of(LocalDate.parse(day), ZoneId.of(zone), RULES, punches(punches), now);
  }

  private static String questions(WorkDay day) {
    return day.questions().stream().map(it -> it.question() + " " + it.punch().seq())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      an ordinary day           | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; OUT 2026-11-20T16:30+01:00 | 8:30 | 0:00 |
      with a break              | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; OUT 2026-11-20T12:00+01:00; IN 2026-11-20T12:45+01:00; OUT 2026-11-20T17:00+01:00 | 8:15 | 0:45 |
      nobody came               | Europe/Madrid | 2026-11-20 | ; | 0:00 | 0:00 |
      another day               | Europe/Madrid | 2026-11-21 | IN 2026-11-20T08:00+01:00; OUT 2026-11-20T16:30+01:00 | 0:00 | 0:00 |
      night shift, first day    | Europe/Madrid | 2026-11-20 | IN 2026-11-20T22:00+01:00; OUT 2026-11-21T06:00+01:00 | 8:00 | 0:00 |
      night shift, second day   | Europe/Madrid | 2026-11-21 | IN 2026-11-20T22:00+01:00; OUT 2026-11-21T06:00+01:00 | 0:00 | 0:00 |
      night break after twelve  | Europe/Madrid | 2026-11-20 | IN 2026-11-20T22:00+01:00; OUT 2026-11-21T02:00+01:00; IN 2026-11-21T02:30+01:00; OUT 2026-11-21T06:00+01:00 | 7:30 | 0:30 |
      two nights, first         | Europe/Madrid | 2026-11-20 | IN 2026-11-20T22:00+01:00; OUT 2026-11-21T06:00+01:00; IN 2026-11-21T22:00+01:00; OUT 2026-11-22T05:00+01:00 | 8:00 | 0:00 |
      two nights, second        | Europe/Madrid | 2026-11-21 | IN 2026-11-20T22:00+01:00; OUT 2026-11-21T06:00+01:00; IN 2026-11-21T22:00+01:00; OUT 2026-11-22T05:00+01:00 | 7:00 | 0:00 |
      night when clocks forward | Europe/Madrid | 2026-03-28 | IN 2026-03-28T22:00+01:00; OUT 2026-03-29T06:00+02:00 | 7:00 | 0:00 |
      night when clocks go back | Europe/Madrid | 2026-10-24 | IN 2026-10-24T22:00+02:00; OUT 2026-10-25T06:00+01:00 | 9:00 | 0:00 |
      day of 23 hours           | Europe/Madrid | 2026-03-29 | IN 2026-03-29T00:10+01:00; OUT 2026-03-29T08:10+02:00 | 7:00 | 0:00 |
      day of 25 hours           | Europe/Madrid | 2026-10-25 | IN 2026-10-25T00:10+02:00; OUT 2026-10-25T08:10+01:00 | 9:00 | 0:00 |
      the hour that comes twice | Europe/Madrid | 2026-10-25 | IN 2026-10-25T02:30+02:00; OUT 2026-10-25T02:30+01:00 | 1:00 | 0:00 |
      half an hour of DST       | Australia/Lord_Howe | 2026-10-03 | IN 2026-10-03T22:00+10:30; OUT 2026-10-04T06:00+11:00 | 7:30 | 0:00 |
      an offset of 45 minutes   | Asia/Kathmandu | 2026-11-21 | IN 2026-11-20T18:20Z; OUT 2026-11-21T02:20Z | 8:00 | 0:00 |
      year end                  | Europe/Madrid | 2026-12-31 | IN 2026-12-31T22:00+01:00; OUT 2027-01-01T06:00+01:00 | 8:00 | 0:00 |
      split shift, long pause   | Europe/Madrid | 2026-11-20 | IN 2026-11-20T07:00+01:00; OUT 2026-11-20T11:00+01:00; IN 2026-11-20T16:00+01:00; OUT 2026-11-20T20:00+01:00 | 8:00 | 0:00 |
      OUT missing               | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; IN 2026-11-21T08:00+01:00; OUT 2026-11-21T16:00+01:00 | 0:00 | 0:00 | OUT_MISSING 1
      day after a missing OUT   | Europe/Madrid | 2026-11-21 | IN 2026-11-20T08:00+01:00; IN 2026-11-21T08:00+01:00; OUT 2026-11-21T16:00+01:00 | 8:00 | 0:00 |
      OUT missing for ever      | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00 | 0:00 | 0:00 | OUT_MISSING 1
      OUT before the break      | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; IN 2026-11-20T12:45+01:00; OUT 2026-11-20T17:00+01:00 | 4:15 | 0:00 | OUT_MISSING 1
      OUT after the break       | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; OUT 2026-11-20T12:00+01:00; IN 2026-11-20T12:45+01:00 | 4:00 | 0:45 | OUT_MISSING 3
      IN missing                | Europe/Madrid | 2026-11-20 | OUT 2026-11-20T16:00+01:00 | 0:00 | 0:00 | IN_MISSING 1
      OUT twice                 | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; OUT 2026-11-20T16:00+01:00; OUT 2026-11-20T17:00+01:00 | 8:00 | 0:00 | IN_MISSING 3
      OUT too late              | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; OUT 2026-11-21T00:01+01:00 | 0:00 | 0:00 | OUT_MISSING 1
      longest shift             | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; OUT 2026-11-21T00:00+01:00 | 16:00 | 0:00 |
      a kind of later           | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; LUNCH 2026-11-20T12:00+01:00; OUT 2026-11-20T16:00+01:00 | 8:00 | 0:00 | UNKNOWN_KIND 2
      in and out at once        | Europe/Madrid | 2026-11-20 | IN 2026-11-20T08:00+01:00; OUT 2026-11-20T08:00+01:00 | 0:00 | 0:00 |
      """)
  void addsUp(String name, String zone, String day, String punches, String worked, String breaks, String questions) {
    WorkDay work = day(zone, day, punches, LATER);
    assertEquals(worked, text(work.worked()), name);
    assertEquals(breaks, text(work.breaks()), name);
    assertEquals(questions == null ? "" : questions, questions(work), name);
  }

  private static String text(Duration duration) {
    return duration.toHours() + ":" + String.format("%02d", duration.toMinutesPart());
  }

  @Test
  void aShiftThatGoesOnIsNoQuestionUntilItIsTooLong() {
    String in = "IN 2026-11-20T08:00:00+01:00";
    WorkDay noon = day("Europe/Madrid", "2026-11-20", in, Instant.parse("2026-11-20T11:00:00Z"));
    assertEquals("", questions(noon));
    assertEquals(1, noon.working().orElseThrow().seq());
    assertEquals(Duration.ZERO, noon.worked());
    assertEquals("", questions(day("Europe/Madrid", "2026-11-20", in, Instant.parse("2026-11-20T23:00:00Z"))));
    assertEquals("OUT_MISSING 1",
        questions(day("Europe/Madrid", "2026-11-20", in, Instant.parse("2026-11-20T23:00:01Z"))));
  }

  @Test
  void somebodyWhoNeverRestsGetsANewShiftWhenTheFirstIsTooLong() {
    StringBuilder punches = new StringBuilder();
    for (int hour = 0; hour < 48; hour += 2) {
      Instant in = Instant.parse("2026-11-20T05:00:00Z").plus(Duration.ofHours(hour));
      punches.append("IN ").append(in).append(";OUT ").append(in.plus(Duration.ofMinutes(90))).append(';');
    }
    Duration both = Duration.ZERO;
    for (String day : Arrays.asList("2026-11-20", "2026-11-21", "2026-11-22")) {
      both = both.plus(day("Europe/Madrid", day, punches.toString(), LATER).worked());
    }
    assertEquals(Duration.ofHours(36), both, "nothing is counted twice or not at all");
  }

  @Test
  void theDayHasEveryPunchOfItsShifts() {
    WorkDay night = day("Europe/Madrid", "2026-11-20",
        "IN 2026-11-20T22:00+01:00; OUT 2026-11-21T06:00+01:00; OUT 2026-11-21T06:01+01:00", LATER);
    assertEquals(List.of(1L, 2L, 3L), night.punches().stream().map(Standing::seq).toList());
  }
}
