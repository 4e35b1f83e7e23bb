package dev.punchpost.drivers.osdp;

import static dev.punchpost.drivers.osdp.OsdpHarness.OWN;
import static dev.punchpost.drivers.osdp.OsdpHarness.installing;
import static dev.punchpost.drivers.osdp.OsdpHarness.secure;
import static dev.punchpost.drivers.osdp.OsdpHarness.simulator;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.WiegandFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which readers are believed: only those that prove the own key, and only while they do.
class OsdpTrustTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final OsdpSimulator reader = simulator(5, OWN);
  private final OsdpHarness harness = new OsdpHarness(reader);

  private void distrusted(OsdpHarness.Panel panel, OsdpEvent.Doubt doubt) {
    assertEquals(Optional.of(doubt), panel.doubt());
    assertEquals(HalException.Kind.PROTOCOL, Objects.requireNonNull(panel.failure).kind());
    reader.present(WiegandFormat.H10301.encode(1, 2), 26);
    harness.run(SECOND.multipliedBy(3));
    assertEquals(List.of(), panel.cards);
    assertEquals(1, panel.events(OsdpEvent.NotTrusted.class).size());
  }

  @Test
  void aNewReaderIsNotTrustedWithoutInstallMode() {
    reader.key(OsdpKey.DEFAULT);
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    distrusted(panel, OsdpEvent.Doubt.NO_SECURE_CHANNEL);
    assertEquals(0, reader.handshakes());
  }

  @Test
  void aReaderThatAnswersWithTheDefaultKeyIsNotTrusted() {
    reader.answersDefaultToAny(true);
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    distrusted(panel, OsdpEvent.Doubt.DEFAULT_KEY);
    assertEquals(0, reader.handshakes());
  }

  @Test
  void aReaderWithAnotherKeyIsNotTrusted() {
    reader.key(OsdpKey.parse("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"));
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    distrusted(panel, OsdpEvent.Doubt.WRONG_KEY);
  }

  @Test
  void aReaderWithAnotherKeyIsNotTrustedInInstallModeEither() {
    reader.key(OsdpKey.parse("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"));
    OsdpHarness.Panel panel = harness.add(installing(5));
    harness.run(SECOND);
    distrusted(panel, OsdpEvent.Doubt.WRONG_KEY);
  }

  @Test
  void installModeGivesANewReaderTheOwnKeyAndThenUsesNoOther() {
    reader.key(OsdpKey.DEFAULT);
    OsdpHarness.Panel panel = harness.add(installing(5));
    harness.run(SECOND);
    assertTrue(panel.ready);
    assertEquals(OWN, reader.key());
    assertEquals(2, reader.handshakes(), "one with the default key, one with the own");
    assertEquals(List.of(OsdpEvent.DefaultKeyUsed.class, OsdpEvent.KeyInstalled.class, OsdpEvent.Online.class),
        panel.events.stream().map(Object::getClass).toList());
    OsdpHarness.Panel later = new OsdpHarness(reader).add(secure(5));
    assertNull(later.failure);
  }

  @Test
  void installModeDoesNotTouchAReaderThatHasTheKey() {
    OsdpHarness.Panel panel = harness.add(installing(5));
    harness.run(SECOND);
    assertTrue(panel.ready);
    assertEquals(List.of(), panel.events(OsdpEvent.DefaultKeyUsed.class));
  }

  @Test
  void aCardReadThroughTheDefaultKeyDoesNotCount() {
    reader.key(OsdpKey.DEFAULT);
    reader.refusesKey(true);
    OsdpHarness.Panel panel = harness.add(installing(5));
    harness.run(SECOND);
    distrusted(panel, OsdpEvent.Doubt.KEY_REFUSED);
    assertFalse(panel.ready);
  }

  @Test
  void aReaderThatStopsOfferingTheSecureChannelIsNotTrustedAnyMore() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    assertTrue(panel.ready);
    reader.secureChannel(false);
    reader.restart();
    harness.run(SECOND.multipliedBy(2));
    distrusted(panel, OsdpEvent.Doubt.NO_SECURE_CHANNEL);
  }

  @Test
  void aReaderThatGoesBackToTheDefaultKeyIsNotTrustedAnyMore() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.answersDefaultToAny(true);
    reader.restart();
    harness.run(SECOND.multipliedBy(2));
    distrusted(panel, OsdpEvent.Doubt.DEFAULT_KEY);
  }

  @Test
  void tamperIsToldAndEndsTheTrustUntilItIsGone() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.tamper(true);
    harness.run(SECOND);
    distrusted(panel, OsdpEvent.Doubt.TAMPER);
    OsdpHarness.Panel still = harness.add(secure(5));
    harness.run(SECOND);
    assertEquals(Optional.of(OsdpEvent.Doubt.TAMPER), still.doubt());
    assertFalse(still.ready);
    reader.tamper(false);
    OsdpHarness.Panel again = harness.add(secure(5));
    harness.run(SECOND);
    assertTrue(again.ready);
  }

  @Test
  void aPowerFaultIsToldOnceAndIsNoReasonForDistrust() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.powerFault(true);
    harness.run(Duration.ofSeconds(25));
    reader.powerFault(false);
    harness.run(SECOND);
    assertEquals(List.of(true, false),
        panel.events(OsdpEvent.PowerFault.class).stream().map(OsdpEvent.PowerFault::present).toList());
    assertNull(panel.failure);
  }

  @Test
  void theDefaultKeyIsNoOwnKey() {
    assertThrows(IllegalArgumentException.class, () -> new OsdpSecurity.Required(OsdpKey.DEFAULT, false));
  }
}
