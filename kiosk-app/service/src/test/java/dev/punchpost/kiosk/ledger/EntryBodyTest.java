package dev.punchpost.kiosk.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The wire format is a contract with consumers: these texts may only grow members.
class EntryBodyTest {
  private static final EntryId ID = new EntryId(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
  private static final Reading AT = new Reading(Instant.parse("2026-11-20T06:59:58.250Z"), 3_600_000_000L,
      "6f1d5a52-5e4b-4b0f-9f55-0a4ad1a3a1c7", ClockState.SYNCHRONISED, OptionalLong.of(12));
  private static final ReaderName FRONT = new ReaderName("front");

  private final EntryBody body = new EntryBody(
      new LedgerId(UUID.fromString("3e2c1f64-7e0b-4b61-9c0e-1d2f3a4b5c6d")), "plant-a", "door-1",
      ZoneId.of("Europe/Madrid"), new BadgeKey(new byte[BadgeKey.LENGTH]));

  @Test
  void aPunchIsWrittenExactlySo() {
    Content punch = new Content.Punch(new WorkerId("1042"), Kind.IN, FRONT, CredentialId.Scheme.EM,
        Set.of(Flag.PREVIOUS_OUT_MISSING));
    assertEquals(
        "{\"data\":{\"bootCount\":3,\"bootId\":\"6f1d5a52-5e4b-4b0f-9f55-0a4ad1a3a1c7\",\"clock\":\"SYNCHRONISED\","
            + "\"credential\":\"em\",\"flags\":[\"PREVIOUS_OUT_MISSING\"],\"kind\":\"IN\","
            + "\"ledger\":\"3e2c1f64-7e0b-4b61-9c0e-1d2f3a4b5c6d\",\"monotonicUs\":3600000000,\"reader\":\"front\","
            + "\"recordedAt\":\"2026-11-20T07:59:58.250400+01:00\",\"seq\":7,\"uncertaintyMs\":12,\"worker\":\"1042\","
            + "\"zone\":\"Europe/Madrid\"},\"datacontenttype\":\"application/json\","
            + "\"id\":\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\",\"source\":\"/punchpost/plant-a/door-1\","
            + "\"specversion\":\"1.0\",\"subject\":\"1042\",\"time\":\"2026-11-20T07:59:58.250000+01:00\","
            + "\"type\":\"dev.punchpost.punch.v1\"}",
        body.of(7, 3, draft(AT, punch)));
  }

  @Test
  void anUnidentifiedTapTellsTheKindOfBadgeAndNotItsNumber() {
    Content tap = new Content.UnidentifiedTap(FRONT, CredentialId.parse("em:0F002EC3E3"),
        Content.UnidentifiedTap.Reason.UNKNOWN_BADGE);
    String text = body.of(8, 3, draft(AT, tap));
    // The hash is that of Python's hmac.new(bytes(32), b"em:0F002EC3E3", "sha256"), cut to 128 bits.
    assertEquals(
        "{\"data\":{\"badgeHash\":\"7a06be68ba460960172dbdbf415a99e0\",\"bootCount\":3,"
            + "\"bootId\":\"6f1d5a52-5e4b-4b0f-9f55-0a4ad1a3a1c7\",\"clock\":\"SYNCHRONISED\","
            + "\"credential\":\"em\",\"ledger\":\"3e2c1f64-7e0b-4b61-9c0e-1d2f3a4b5c6d\",\"monotonicUs\":3600000000,"
            + "\"reader\":\"front\",\"reason\":\"UNKNOWN_BADGE\",\"recordedAt\":\"2026-11-20T07:59:58.250400+01:00\","
            + "\"seq\":8,\"uncertaintyMs\":12,\"zone\":\"Europe/Madrid\"},\"datacontenttype\":\"application/json\","
            + "\"id\":\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\",\"source\":\"/punchpost/plant-a/door-1\","
            + "\"specversion\":\"1.0\",\"time\":\"2026-11-20T07:59:58.250000+01:00\","
            + "\"type\":\"dev.punchpost.tap.unidentified.v1\"}",
        text);
    assertFalse(text.contains("C3E3"));
  }

  @Test
  void aBadgeHasAnotherHashUnderAnotherKey() {
    byte[] other = new byte[BadgeKey.LENGTH];
    other[31] = 1;
    CredentialId badge = CredentialId.parse("em:0F002EC3E3");
    assertEquals("7a06be68ba460960172dbdbf415a99e0", new BadgeKey(new byte[BadgeKey.LENGTH]).hash(badge));
    assertFalse(new BadgeKey(other).hash(badge).equals(new BadgeKey(new byte[BadgeKey.LENGTH]).hash(badge)));
    assertThrows(IllegalArgumentException.class, () -> new BadgeKey(new byte[16]));
  }

  @Test
  void aReplacementTellsWhatWasAndWhatIs() {
    Correction.Punched was = new Correction.Punched(new WorkerId("1042"), Kind.IN, AT.wall());
    Correction.Punched now = new Correction.Punched(new WorkerId("1043"), Kind.OUT, AT.wall().minusSeconds(60));
    String text = body.of(9, 3, draft(AT, new Content.Corrected(new Correction.Replace(7, was, now), new WorkerId("7"),
        Optional.of(new WorkerId("8")), "took \"Ana's\" badge")));
    assertEquals("{\"data\":{\"action\":\"REPLACE\",\"approvedBy\":\"8\",\"bootCount\":3,"
        + "\"bootId\":\"6f1d5a52-5e4b-4b0f-9f55-0a4ad1a3a1c7\",\"by\":\"7\",\"clock\":\"SYNCHRONISED\",\"kind\":\"OUT\","
        + "\"ledger\":\"3e2c1f64-7e0b-4b61-9c0e-1d2f3a4b5c6d\",\"monotonicUs\":3600000000,"
        + "\"reason\":\"took \\\"Ana's\\\" badge\",\"recordedAt\":\"2026-11-20T07:59:58.250400+01:00\",\"seq\":9,"
        + "\"target\":7,\"time\":\"2026-11-20T07:58:58.250000+01:00\",\"uncertaintyMs\":12,"
        + "\"was\":{\"kind\":\"IN\",\"time\":\"2026-11-20T07:59:58.250000+01:00\",\"worker\":\"1042\"},"
        + "\"worker\":\"1043\",\"zone\":\"Europe/Madrid\"},\"datacontenttype\":\"application/json\","
        + "\"id\":\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\",\"source\":\"/punchpost/plant-a/door-1\","
        + "\"specversion\":\"1.0\",\"subject\":\"1043\",\"time\":\"2026-11-20T07:59:58.250000+01:00\","
        + "\"type\":\"dev.punchpost.correction.v1\"}", text);
    EntryView.Correction view = EntryView.of(text).correction().orElseThrow();
    assertEquals("REPLACE", view.action());
    assertEquals(OptionalLong.of(7), view.target());
    assertEquals("1042 IN", view.was().map(it -> it.worker() + " " + it.kind()).orElseThrow());
    assertEquals(AT.wall().minusSeconds(60), view.now().orElseThrow().time().toInstant());
    assertEquals(Optional.of("8"), view.approvedBy());
  }

  @Test
  void theApproverIsSomebodyElse() {
    assertThrows(IllegalArgumentException.class,
        () -> new Content.Corrected(
            new Correction.Add(new Correction.Punched(new WorkerId("1"), Kind.IN, AT.wall())), new WorkerId("7"),
            Optional.of(new WorkerId("7")), "forgot"));
  }

  @Test
  void whatIsKeptOfWorkersTellsNoSecret() {
    WorkerId ana = new WorkerId("1042");
    PinHash hash = new PinHash("$2a$04$" + "x".repeat(53));
    assertMembers(new Content.PinChanged(ana, Optional.of(hash)), "dev.punchpost.worker.pin.v1", "\"worker\":\"1042\"",
        "\"set\":true");
    assertFalse(body.of(1, 3, draft(AT, new Content.PinChanged(ana, Optional.of(hash)))).contains("$2a$"));
    assertMembers(new Content.PinRefused(ana, 4, Duration.ZERO), "dev.punchpost.pin.refused.v1", "\"tries\":4");
    assertMembers(new Content.PinRefused(ana, 5, Duration.ofMinutes(5)), "dev.punchpost.pin.refused.v1",
        "\"lockedSeconds\":300");
    assertMembers(new Content.RolesChanged(ana, Set.of("supervisor", "driver"), Set.of("guest")),
        "dev.punchpost.worker.roles.v1", "\"given\":[\"driver\",\"supervisor\"]", "\"taken\":[\"guest\"]");
    assertMembers(new Content.WorkerErased(ana, "left in 2022"), "dev.punchpost.worker.erased.v1",
        "\"reason\":\"left in 2022\"");
  }

  @Test
  void whatIsToldOfFingersHasNothingOfATemplate() {
    WorkerId ana = new WorkerId("1042");
    SealedFinger sealed = new SealedFinger("PPFT and more".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertMembers(new Content.ConsentGiven(ana, "2026-11"), "dev.punchpost.consent.given.v1", "\"worker\":\"1042\"",
        "\"textVersion\":\"2026-11\"");
    assertMembers(new Content.ConsentWithdrawn(ana), "dev.punchpost.consent.withdrawn.v1", "\"worker\":\"1042\"");
    Content enrolled = new Content.FingerEnrolled(ana, FRONT, 3, 2, sealed);
    assertMembers(enrolled, "dev.punchpost.finger.enrolled.v1", "\"place\":3", "\"version\":2");
    String text = body.of(1, 3, draft(AT, enrolled)) + enrolled;
    assertFalse(text.contains("PPFT") || text.contains("UFBGVC") || text.contains("50504654"), text);
    assertMembers(new Content.FingerDeleted(ana, 2), "dev.punchpost.finger.deleted.v1", "\"fingers\":2");
    assertMembers(new Content.FingerErased(ana, FRONT, 3), "dev.punchpost.finger.erased.v1",
        "\"absentFrom\":[\"MODULE\",\"STORE\"]", "\"place\":3", "\"reader\":\"front\"");
    assertMembers(new Content.FingerLibraryRepaired(FRONT, List.of(7), List.of(0, 3), List.of()),
        "dev.punchpost.finger.library.repaired.v1", "\"deleted\":[7]", "\"loaded\":[0,3]", "\"unusable\":[]");
    assertMembers(
        new Content.UnidentifiedTap(FRONT, new dev.punchpost.hal.credential.Credential.Token().id(),
            Content.UnidentifiedTap.Reason.UNCHECKED_TOKEN),
        Content.UnidentifiedTap.TYPE, "\"reason\":\"UNCHECKED_TOKEN\"");
    Content unknown = new Content.UnidentifiedTap(FRONT, dev.punchpost.hal.credential.Credential.Finger.unknown(FRONT)
        .id(), Content.UnidentifiedTap.Reason.UNKNOWN_FINGER);
    assertMembers(unknown, Content.UnidentifiedTap.TYPE, "\"credential\":\"finger\"",
        "\"reason\":\"UNKNOWN_FINGER\"");
    assertFalse(body.of(1, 3, draft(AT, unknown)).contains("badgeHash"), "every stranger would have the same one");
  }

  @Test
  void eachOtherTypeAddsItsOwnMembers() {
    assertMembers(new Content.ReaderLost(FRONT, HalException.Kind.NO_DEVICE), "dev.punchpost.reader.lost.v1",
        "\"cause\":\"NO_DEVICE\"", "\"reader\":\"front\"");
    assertMembers(new Content.ReaderFound(FRONT), "dev.punchpost.reader.found.v1", "\"reader\":\"front\"");
    assertMembers(new Content.BadgeNotGenuine(FRONT), "dev.punchpost.badge.not-genuine.v1", "\"reader\":\"front\"");
    assertMembers(new Content.ReaderNotTrusted(FRONT, Content.ReaderNotTrusted.Doubt.WRONG_KEY),
        "dev.punchpost.reader.not-trusted.v1", "\"doubt\":\"WRONG_KEY\"", "\"reader\":\"front\"");
    assertMembers(new Content.ReaderDefaultKeyUsed(FRONT), "dev.punchpost.reader.default-key-used.v1",
        "\"reader\":\"front\"");
    assertMembers(new Content.ReaderKeyInstalled(FRONT), "dev.punchpost.reader.key-installed.v1",
        "\"reader\":\"front\"");
    assertMembers(new Content.ServiceStarted("0.1.0", false), "dev.punchpost.service.started.v1", "\"clean\":false",
        "\"version\":\"0.1.0\"");
    assertMembers(new Content.ServiceStopped(), "dev.punchpost.service.stopped.v1");
    assertMembers(new Content.RosterApplied(3, 12, 14), "dev.punchpost.roster.applied.v1", "\"version\":3",
        "\"workers\":12", "\"credentials\":14");
    assertMembers(new Content.ConfigurationChanged("ab12"), "dev.punchpost.configuration.changed.v1",
        "\"sha256\":\"ab12\"");
    assertMembers(new Content.Quarantined(7, 0x99, 2), "dev.punchpost.outbox.quarantined.v1", "\"entry\":7",
        "\"reason\":153", "\"tries\":2");
    assertMembers(new Content.AckRefused("payroll", Content.AckRefused.Reason.BEYOND_SENT, OptionalLong.of(9)),
        "dev.punchpost.ack.refused.v1", "\"consumer\":\"payroll\"", "\"reason\":\"BEYOND_SENT\"", "\"through\":9");
    assertMembers(new Content.CertificateExpiring(-1), "dev.punchpost.certificate.expiring.v1", "\"daysLeft\":-1");
    assertMembers(new Content.ConfigurationRejected(2), "dev.punchpost.configuration.rejected.v1", "\"mistakes\":2");
  }

  @Test
  void anUncertaintyThatIsNotKnownIsLeftOut() {
    Reading unset = new Reading(Instant.EPOCH, 5, "b", ClockState.UNSET, OptionalLong.empty());
    String text = body.of(1, 3, draft(unset, new Content.ServiceStopped()));
    assertFalse(text.contains("uncertaintyMs"));
    assertTrue(text.contains("\"clock\":\"UNSET\""));
  }

  @Test
  void theOffsetIsThatOfTheInstant() {
    ZoneId madrid = ZoneId.of("Europe/Madrid");
    assertEquals("2026-03-29T01:59:59.999999+01:00",
        EntryTime.format(Instant.parse("2026-03-29T00:59:59.999999999Z"), madrid));
    assertEquals("2026-03-29T03:00:00.000000+02:00", EntryTime.format(Instant.parse("2026-03-29T01:00:00Z"), madrid));
    assertEquals("2026-01-01T00:00:00.000000+00:00",
        EntryTime.format(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("UTC")));
  }

  @Test
  void anOffsetWithSecondsIsCutToMinutesAndTheInstantStaysRight() {
    // Monrovia was 44:30 behind until 1972.
    String text = EntryTime.format(Instant.EPOCH, ZoneId.of("Africa/Monrovia"));
    assertEquals("1969-12-31T23:16:00.000000-00:44", text);
    assertEquals(Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
  }

  @Test
  void aYearBeyondRfc3339IsRefused() {
    assertThrows(IllegalArgumentException.class,
        () -> EntryTime.format(Instant.parse("+10000-01-02T00:00:00Z"), ZoneId.of("UTC")));
  }

  @Test
  void aStoredPunchCanBeTakenApartAgain() {
    Content punch = new Content.Punch(new WorkerId("1042"), Kind.OUT, FRONT, CredentialId.Scheme.UID, Set.of());
    EntryView view = EntryView.of(new StoredEntry(7, ID, Content.Punch.TYPE, body.of(7, 3, draft(AT, punch))));
    assertEquals(7, view.seq());
    assertEquals(ID, view.id());
    assertEquals(body.ledger(), view.ledger());
    assertEquals("/punchpost/plant-a/door-1", view.source());
    assertEquals(AT.wall(), view.time().toInstant());
    assertEquals(AT.wall().plusNanos(400_000), view.recordedAt().toInstant());
    assertEquals(AT.bootId(), view.bootId());
    assertEquals(AT.monotonicUs(), view.monotonicUs());
    assertEquals("SYNCHRONISED", view.clock());
    assertEquals(OptionalLong.of(12), view.uncertaintyMs());
    assertEquals("Europe/Madrid", view.zone());
    assertEquals(Optional.of(new EntryView.Punch("1042", "OUT", "front", "uid", List.of())), view.punch());
  }

  @Test
  void anEntryOfALaterVersionCanStillBeRead() {
    EntryView view = EntryView
        .of("{\"type\":\"dev.punchpost.later.v9\",\"new\":1,\"data\":{\"reader\":\"a\",\"x\":[]}}");
    assertEquals("dev.punchpost.later.v9", view.type());
    assertTrue(view.punch().isEmpty());
    assertEquals(Optional.of("a"), view.detail("reader"));
    assertTrue(view.detail("x").isEmpty());
    assertTrue(view.uncertaintyMs().isEmpty());
    assertThrows(IllegalArgumentException.class, view::seq);
  }

  @Test
  void textThatIsNoEntryIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> EntryView.of("[]"));
    assertThrows(IllegalArgumentException.class, () -> EntryView.of("{"));
  }

  private void assertMembers(Content content, String type, String... members) {
    String text = body.of(9, 3, draft(AT, content));
    assertTrue(text.endsWith("\"type\":\"" + type + "\"}"), text);
    assertFalse(text.contains("subject"), text);
    for (String member : members) {
      assertTrue(text.contains(member), text);
    }
  }

  private static Draft draft(Reading at, Content content) {
    return new Draft(ID, at, at.at(at.monotonicUs() + 400), content);
  }
}
