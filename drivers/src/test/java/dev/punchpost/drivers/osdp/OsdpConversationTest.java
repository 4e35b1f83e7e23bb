package dev.punchpost.drivers.osdp;

import static dev.punchpost.drivers.osdp.OsdpHarness.OWN;
import static dev.punchpost.drivers.osdp.OsdpHarness.open;
import static dev.punchpost.drivers.osdp.OsdpHarness.secure;
import static dev.punchpost.drivers.osdp.OsdpHarness.simulator;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.panel.Signal;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The control panel against the simulated reader: cards, output, and a line and a reader with faults.
class OsdpConversationTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Credential CARD = new Credential.Wiegand(26, 123, 45678);

  private final OsdpSimulator reader = simulator(5, OWN);
  private final OsdpHarness harness = new OsdpHarness(reader);

  private void tap() {
    reader.present(WiegandFormat.H10301.encode(123, 45678), 26);
  }

  @Test
  void aReaderIsIdentifiedSecuredAndPolled() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    assertTrue(panel.ready);
    assertEquals(1, reader.handshakes());
    OsdpEvent.Online online = panel.events(OsdpEvent.Online.class).getFirst();
    assertTrue(online.secure());
    assertEquals(new PdIdentity("0EE310", 1, 2, 0x12345678L, "3.4.5"), online.identity());
    tap();
    harness.run(SECOND);
    assertEquals(List.of(CARD), panel.cards);
  }

  @Test
  void aReaderWithoutSecureChannelWorksWhereItIsAllowed() {
    OsdpSimulator old = simulator(9, OsdpKey.DEFAULT);
    old.secureChannel(false);
    OsdpHarness line = new OsdpHarness(old);
    OsdpHarness.Panel panel = line.add(open(9));
    line.run(SECOND);
    assertFalse(panel.events(OsdpEvent.Online.class).getFirst().secure());
    old.present(WiegandFormat.H10306.encode(7, 8), 34);
    line.run(SECOND);
    assertEquals(List.of(new Credential.Wiegand(34, 7, 8)), panel.cards);
  }

  @Test
  void aReaderThatInsistsOnASecureChannelIsNotUsedWithoutOne() {
    OsdpHarness.Panel panel = harness.add(open(5));
    harness.run(SECOND);
    assertFalse(panel.ready);
    assertEquals(HalException.Kind.PROTOCOL, Objects.requireNonNull(panel.failure).kind());
  }

  @ParameterizedTest
  @EnumSource(OsdpSimulator.Fault.class)
  void aCardComesThroughExactlyOnceWhateverItsReplyMeets(OsdpSimulator.Fault fault) {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    for (int i = 0; i < 50; i++) {
      boolean destructive = fault == OsdpSimulator.Fault.WRONG_MAC || fault == OsdpSimulator.Fault.UNPROTECTED;
      if (destructive) {
        // Whoever answers so loses the session; a reader that took part in it would have lost the card as well.
        reader.meet(fault);
        harness.run(SECOND);
        tap();
      } else {
        tap();
        reader.meet(fault);
      }
      harness.run(SECOND.multipliedBy(2));
      assertEquals(i + 1, panel.cards.size(), fault + ", card " + i);
    }
    assertNull(panel.failure);
  }

  @Test
  void anUnprotectedCardWithinASecureChannelIsNotBelieved() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    tap();
    reader.meet(OsdpSimulator.Fault.UNPROTECTED);
    harness.run(SECOND);
    assertEquals(List.of(), panel.cards);
    assertEquals(2, reader.handshakes());
  }

  @Test
  void aReaderThatWasRestartedIsSecuredAgain() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.restart();
    harness.run(SECOND);
    assertEquals(2, reader.handshakes());
    tap();
    harness.run(SECOND);
    assertEquals(List.of(CARD), panel.cards);
    assertEquals(1, panel.events(OsdpEvent.Online.class).size());
  }

  @Test
  void aReaderSilentForLessThanEightSecondsStays() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.dead(true);
    harness.run(Duration.ofSeconds(6));
    reader.dead(false);
    harness.run(Duration.ofSeconds(2));
    assertNull(panel.failure);
    tap();
    harness.run(SECOND);
    assertEquals(List.of(CARD), panel.cards);
  }

  @Test
  void aReaderSilentForEightSecondsIsGoneAndMayComeBack() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.dead(true);
    harness.run(Duration.ofSeconds(10));
    assertEquals(HalException.Kind.TIMEOUT, Objects.requireNonNull(panel.failure).kind());
    assertEquals(1, panel.events(OsdpEvent.Offline.class).size());
    reader.dead(false);
    OsdpHarness.Panel again = harness.add(secure(5));
    harness.run(SECOND);
    assertTrue(again.ready);
  }

  @Test
  void aReaderThatIsBusyForEverIsGone() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    for (int i = 0; i < 500; i++) {
      reader.meet(OsdpSimulator.Fault.BUSY);
    }
    harness.run(Duration.ofSeconds(12));
    assertEquals(HalException.Kind.TIMEOUT, Objects.requireNonNull(panel.failure).kind());
  }

  @Test
  void echoAndNoiseOnTheLineDoNotHurt() {
    harness.wire.echo(true);
    harness.wire.noise(HexFormat.of().parseHex("FF005381FFFF53"));
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND.multipliedBy(20));
    tap();
    harness.run(SECOND.multipliedBy(5));
    assertEquals(List.of(CARD), panel.cards);
    assertTrue(panel.noise > 0);
  }

  @Test
  void severalReadersShareALineAndADeadOneDoesNotStopTheOthers() {
    OsdpSimulator second = simulator(6, OWN);
    OsdpHarness line = new OsdpHarness(reader, second);
    OsdpHarness.Panel one = line.add(secure(5));
    OsdpHarness.Panel two = line.add(secure(6));
    OsdpHarness.Panel absent = line.add(secure(7));
    line.run(SECOND.multipliedBy(3));
    assertTrue(one.ready && two.ready);
    second.dead(true);
    for (int i = 0; i < 5; i++) {
      tap();
      line.run(SECOND);
      assertEquals(i + 1, one.cards.size());
    }
    assertEquals(List.of(), two.cards);
    line.run(Duration.ofSeconds(10));
    assertEquals(HalException.Kind.TIMEOUT, Objects.requireNonNull(absent.failure).kind());
    assertNull(one.failure);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 56, 80})
  void aUidIsTakenInTheOrderThatIsConfigured(int bits) {
    byte[] uid = java.util.Arrays.copyOf(HexFormat.of().parseHex("04A224B2C31D80112233"), bits / 8);
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.present(uid, bits);
    harness.run(SECOND);
    assertEquals(List.of(new Credential.Uid(uid)), panel.cards);
  }

  @Test
  void cardsThatCannotBeReadAreToldAndNotGuessed() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    byte[] misread = WiegandFormat.H10301.encode(123, 45678);
    misread[1] ^= 1;
    reader.present(misread, 26);
    reader.present(new byte[5], 40);
    reader.present(new byte[2], 26);
    harness.run(SECOND);
    assertEquals(List.of(), panel.cards);
    assertEquals(List.of(OsdpEvent.Fault.PARITY, OsdpEvent.Fault.UNKNOWN_FORMAT, OsdpEvent.Fault.MALFORMED),
        panel.events(OsdpEvent.Unreadable.class).stream().map(OsdpEvent.Unreadable::fault).toList());
    assertEquals(3, panel.rejected);
  }

  @Test
  void charactersAndKeysAreTaken() {
    OsdpHarness.Panel panel = harness.add(secure(5));
    harness.run(SECOND);
    reader.presentText("AB-1234");
    reader.press("12*0#");
    harness.run(SECOND);
    assertEquals(List.of(new Credential.Text("AB-1234")), panel.cards);
    OsdpEvent.KeysPressed keys = panel.events(OsdpEvent.KeysPressed.class).getFirst();
    assertEquals("12*0#", keys.keys());
    assertFalse(keys.toString().contains("12*0"));
  }

  @Test
  void aSignalIsShownStepByStep() {
    harness.add(secure(5));
    harness.run(SECOND);
    harness.output.indicator().play(new Signal(List.of(new Signal.Step(Signal.Light.RED, 400, Duration.ofMillis(200)),
        new Signal.Step(Signal.Light.OFF, 0, Duration.ofMillis(100)),
        new Signal.Step(Signal.Light.RED, 400, Duration.ofMillis(200)))));
    harness.run(SECOND);
    assertEquals(List.of("RED", "OFF", "RED"), reader.lights());
    assertEquals(2, reader.beeps());
  }

  @Test
  void aSignalFromLongAgoIsNotShown() {
    OsdpHarness line = new OsdpHarness(reader);
    line.output.indicator().play(new Signal(List.of(new Signal.Step(Signal.Light.GREEN, 0, SECOND))));
    line.advance(Duration.ofSeconds(3));
    line.add(secure(5));
    line.run(SECOND);
    assertEquals(List.of(), reader.lights());
  }

  @Test
  void textIsShownInTheReadersCharactersAndAgainAfterARestart() {
    harness.add(secure(5));
    harness.output.display(2).show(List.of("¡Buenos días, José!", "Größe"));
    harness.run(SECOND);
    assertEquals(Map.of(1, "?Buenos dias, Jo", 2, "Grosse          "), reader.rows());
    harness.output.display(2).show(List.of("Grüezi"));
    harness.run(SECOND);
    assertEquals(Map.of(1, "Gruezi          ", 2, " ".repeat(16)), reader.rows());
    int before = reader.commands();
    reader.restart();
    harness.run(SECOND);
    assertTrue(reader.commands() > before + 8);
    assertEquals("Gruezi          ", reader.rows().get(1));
  }

  @Test
  void anIdleReaderIsAskedNotMoreThanTwentyTimesASecond() {
    harness.add(secure(5));
    harness.run(SECOND);
    int before = reader.commands();
    harness.run(Duration.ofSeconds(10));
    assertTrue(reader.commands() - before <= 210, () -> "commands: " + (reader.commands() - before));
  }
}
