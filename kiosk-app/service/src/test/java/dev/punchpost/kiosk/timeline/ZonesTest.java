package dev.punchpost.kiosk.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.BadgeKey;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryBody;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.EntryTime;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Entries' times with the zone rules of this Java: an instant is never lost, and the offset is the one that the clock on
/// the wall had.
class ZonesTest {
  private static EntryView entry(Instant at, ZoneId zone) {
    Reading reading = new Reading(at, 1_000_000, "b", ClockState.SYNCHRONISED, OptionalLong.of(1));
    Draft draft = new Draft(new EntryIds(new Random(1)).next(at), reading, reading,
        new Content.Punch(new WorkerId("w1"), Kind.IN, new dev.punchpost.hal.credential.ReaderName("front"),
            CredentialId.Scheme.EM, Set.of()));
    return EntryView.of(new EntryBody(new LedgerId(new UUID(1, 2)), "plant-a", "door-1", zone,
        new BadgeKey(new byte[BadgeKey.LENGTH])).of(1, 1, draft));
  }

  @ParameterizedTest
  @CsvSource({
    // Spring forward: 02:00 is 03:00. Autumn back: 02:30 comes twice, told apart by its offset.
    "2026-03-29T00:59:59.999999Z, Europe/Madrid,       2026-03-29T01:59:59.999999+01:00",
    "2026-03-29T01:00:00Z,        Europe/Madrid,       2026-03-29T03:00:00.000000+02:00",
    "2026-10-25T00:30:00Z,        Europe/Madrid,       2026-10-25T02:30:00.000000+02:00",
    "2026-10-25T01:30:00Z,        Europe/Madrid,       2026-10-25T02:30:00.000000+01:00",
    // A quarter of an hour; half an hour of daylight saving; half past the hour.
    "2026-06-01T00:00:00Z,        Asia/Kathmandu,      2026-06-01T05:45:00.000000+05:45",
    "2026-04-04T14:59:59Z,        Australia/Lord_Howe, 2026-04-05T01:59:59.000000+11:00",
    "2026-04-04T15:00:00Z,        Australia/Lord_Howe, 2026-04-05T01:30:00.000000+10:30",
    "2026-10-03T15:30:00Z,        Australia/Lord_Howe, 2026-10-04T02:30:00.000000+11:00",
    "2026-11-01T04:29:59Z,        America/St_Johns,    2026-11-01T01:59:59.000000-02:30",
    "2026-11-01T04:30:00Z,        America/St_Johns,    2026-11-01T01:00:00.000000-03:30",
    // The year ends at different instants.
    "2026-12-31T23:00:00Z,        Europe/Madrid,       2027-01-01T00:00:00.000000+01:00",
    "2026-12-31T10:00:00Z,        Pacific/Kiritimati,  2027-01-01T00:00:00.000000+14:00",
    "2027-01-01T10:59:59Z,        Pacific/Pago_Pago,   2026-12-31T23:59:59.000000-11:00",
    // A dead clock, in a zone that was 44 minutes and 30 seconds off then.
    "1970-01-01T00:00:30Z,        Africa/Monrovia,     1969-12-31T23:16:30.000000-00:44"})
  void aTimeHasTheOffsetOfItsMoment(Instant at, ZoneId zone, String written) {
    assertEquals(written, EntryTime.format(at, zone));
    assertEquals(at, entry(at, zone).time().toInstant());
    assertEquals(zone.getId(), entry(at, zone).zone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Madrid", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu",
    "America/Chihuahua", "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin"})
  void aroundEveryChangeOfTheNextYearsInstantsStayInOrderAndApart(String name) {
    ZoneId zone = ZoneId.of(name);
    Instant at = Instant.parse("2010-01-01T00:00:00Z");
    for (ZoneOffsetTransition change = zone.getRules().nextTransition(at); change != null
        && change.getInstant().isBefore(Instant.parse("2030-01-01T00:00:00Z")); change = zone.getRules()
            .nextTransition(change.getInstant())) {
      Instant before = change.getInstant().minus(Duration.ofHours(2));
      for (int minutes = 0; minutes <= 240; minutes += 10) {
        Instant moment = before.plus(Duration.ofMinutes(minutes));
        assertEquals(moment, OffsetDateTime.parse(EntryTime.format(moment, zone)).toInstant());
      }
    }
  }

  /// Mexico abolished daylight saving on 2022-10-30 with a few days' notice, and Chihuahua changed its standard time. A
  /// terminal with older rules wrote -07:00 there; what it wrote stays what the worker saw, and the same instant.
  @Test
  void anEntryWrittenByOlderRulesKeepsItsInstantAndTheOffsetThatTheWorkerSaw() {
    ZoneId zone = ZoneId.of("America/Chihuahua");
    Instant tap = Instant.parse("2022-11-10T14:00:00Z");
    assertEquals(ZoneOffset.ofHours(-6), zone.getRules().getOffset(tap), "this Java's rules are older than 2022f");
    EntryView old = EntryView.of("{\"data\":{\"zone\":\"America/Chihuahua\"},"
        + "\"time\":\"2022-11-10T07:00:00.000000-07:00\"}");
    assertEquals(tap, old.time().toInstant());
    assertEquals(7, old.time().getHour());
    assertEquals("2022-11-10T08:00:00.000000-06:00", EntryTime.format(tap, zone));
  }

  @Test
  void aLeapSecondThatIsSmearedIsNothingButADayOfSlewing() {
    // Google's and AWS's smear: 86,401 s in a day of 86,400, 11.6 ppm. The kernel slews wall and monotonic time alike.
    long slowest = 86_400_000_000L * 11_574 / 1_000_000_000;
    assertTrue(slowest < 1_000_010);
    Reading noonBefore = new Reading(Instant.parse("2016-12-31T12:00:00Z"), 0, "b", ClockState.SYNCHRONISED,
        OptionalLong.of(5));
    Reading noonAfter = new Reading(Instant.parse("2017-01-01T12:00:00Z"), 86_400_000_000L, "b",
        ClockState.SYNCHRONISED, OptionalLong.of(5));
    assertEquals(noonBefore.offsetUs(), noonAfter.offsetUs());
    DueCorrections due = new DueCorrections(20);
    Timeline boot = new Timeline(java.util.List.of(Stretch.of(java.util.Optional.empty(), 1, noonBefore)),
        java.util.List.of(), 1);
    assertEquals(java.util.List.of(), due.at(noonBefore, _ -> boot));
    assertEquals(java.util.List.of(), due.at(noonAfter, _ -> boot));
  }
}
