package dev.punchpost.drivers.pcsc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.desfire.DesfireApplication;
import dev.punchpost.drivers.desfire.DesfireBadge;
import dev.punchpost.drivers.desfire.DesfireIssuer;
import dev.punchpost.drivers.desfire.SimulatedDesfire;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PcscTest {
  private static final byte[] CLASSIC = HexFormat.of().parseHex("3B8F8001804F0CA000000306030001000000006A");
  private static final byte[] DESFIRE = HexFormat.of().parseHex("3B8180018080");
  private static final byte[] UID = HexFormat.of().parseHex("04A224B2C31D80");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTicker ticker = new ManualTicker();
  private final PcscSimulator slot = new PcscSimulator(new ManualPause(ticker));
  private final Pcsc reader = reader(CardIdentifier.byUid());

  private Pcsc reader(CardIdentifier identifier) {
    return new Pcsc(new ReaderName("desk"), slot, identifier, ticker);
  }

  private static List<String> told(Pcsc reader) {
    List<String> told = new ArrayList<>();
    for (Optional<ReaderEvent> event = reader.next(SECOND); event.isPresent(); event = reader.next(SECOND)) {
      told.add(switch (event.get()) {
        case ReaderEvent.Presented(_, _, var credential) -> credential.id().canonical();
        case ReaderEvent.Unreadable(_, _, var reason) -> reason.toString();
        case ReaderEvent.Removed _ -> "removed";
        case ReaderEvent.Faulted _,ReaderEvent.Recovered _ -> "not of a driver";
      });
    }
    return told;
  }

  @Test
  void aCardIsPresentedOnceHoweverLongItLiesThere() {
    slot.present(CLASSIC, UID);
    assertEquals(List.of("uid:04A224B2C31D80"), told(reader));
    for (int i = 0; i < 100; i++) {
      assertEquals(List.of(), told(reader));
    }
    slot.remove();
    assertEquals(List.of("removed"), told(reader));
    assertEquals(new ReaderCounts(1, 0, 0), reader.counts());
    assertEquals(0, slot.connections());
  }

  @Test
  void aCardThatLiesThereAtTheStartCounts() {
    slot.present(CLASSIC, UID);
    assertEquals(List.of("uid:04A224B2C31D80"), told(reader(CardIdentifier.byUid())));
  }

  @Test
  void aCardThatIsChangedForAnotherMeanwhileIsTold() {
    slot.present(CLASSIC, UID);
    told(reader);
    slot.present(CLASSIC, HexFormat.of().parseHex("DEADBEEF"));
    assertEquals(List.of("removed", "uid:DEADBEEF"), told(reader));
  }

  @Test
  void aCardThatIsTakenAwayTooSoonIsToldOnce() {
    slot.present(CLASSIC, UID);
    slot.tear(Pcsc.ATTEMPTS);
    assertEquals(List.of("TAKEN_TOO_SOON"), told(reader));
    slot.remove();
    assertEquals(List.of("removed"), told(reader));
    assertEquals(new ReaderCounts(0, 1, 0), reader.counts());
    assertEquals(0, slot.connections());
  }

  @Test
  void aCardThatStumblesIsAskedAgain() {
    slot.present(CLASSIC, UID);
    slot.mute(1);
    slot.tear(1);
    assertEquals(List.of("uid:04A224B2C31D80"), told(reader));
  }

  @Test
  void aPhoneAndACardWithoutNumberAreNoIdentity() {
    slot.present(CLASSIC, HexFormat.of().parseHex("08112233"));
    assertEquals(List.of("RANDOM_UID"), told(reader));
    slot.present(CLASSIC, new byte[0]);
    assertEquals(List.of("removed", "RANDOM_UID"), told(reader));
  }

  @Test
  void aDesfireWithOurApplicationIsItsCardNumberAndACopyIsNotGenuine() {
    DesfireApplication site = new DesfireApplication(DesfireApplication.DEFAULT_AID, new byte[16]);
    SimulatedDesfire card = new SimulatedDesfire(new SecureRandom());
    TypeACard plastic = new TypeACard(UID, 0x0344, 0x20);
    DesfireIssuer.Result issued = new DesfireIssuer(site, new SecureRandom()).issue(plastic, card);
    String number = ((DesfireIssuer.Result.Issued) issued).number().id().canonical();
    Pcsc trusting = reader(new DesfireBadge(site, new SecureRandom()));

    card.power();
    slot.present(DESFIRE, UID, card);
    assertEquals(List.of(number), told(trusting));

    SimulatedDesfire copy = new SimulatedDesfire(new SecureRandom());
    copy.copyWithoutKeys(card);
    slot.present(DESFIRE, UID, copy);
    assertEquals(List.of("removed", "NOT_AUTHENTIC"), told(trusting));
  }

  @Test
  void aReaderOrServiceThatHasGoneIsTheSupervisorsMatter() {
    for (HalException.Kind kind : List.of(HalException.Kind.NO_DEVICE, HalException.Kind.IO)) {
      slot.fail(kind);
      assertEquals(kind, assertThrows(HalException.class, () -> reader.next(SECOND)).kind());
    }
  }

  @Test
  void afterClosingNothingIsRead() {
    reader.close();
    reader.close();
    assertTrue(String.valueOf(assertThrows(HalException.class, () -> reader.next(SECOND)).getMessage())
        .contains("closed"));
  }
}
