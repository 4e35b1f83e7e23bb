package dev.punchpost.drivers.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.door.Authorisation.AcceptedIdentification;
import dev.punchpost.drivers.door.Authorisation.RequestToExit;
import dev.punchpost.drivers.door.DoorOptions.Exit;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Behaviour, against a simulated door.
class DoorTest {
  private static final Authorisation ANA = new AcceptedIdentification("w-17", 17);
  private static final Duration PULSE = Duration.ofSeconds(5);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);
  private final DoorOptions options = DoorOptions.defaults();
  private final DoorSimulator wood = new DoorSimulator(options, pause);

  private Door open(DoorOptions how) {
    return new Door(wood.relay(), wood.contact(), wood.button(), ticker, pause, how);
  }

  private Door open() {
    return open(options);
  }

  /// Events of a while, by their names, with what they carry.
  private List<String> events(Door door, Duration during) {
    List<String> told = new ArrayList<>();
    long end = ticker.micros() + during.toNanos() / 1_000;
    while (ticker.micros() < end) {
      door.next(Duration.ofNanos((end - ticker.micros()) * 1_000)).ifPresent(event -> told.add(words(event)));
    }
    return told;
  }

  private List<String> soon(Door door) {
    return events(door, Duration.ofMillis(100));
  }

  private static String words(DoorEvent event) {
    return switch (event) {
      case DoorEvent.Unlocked(Authorisation by, Duration _, long _) -> "unlocked " + by.getClass().getSimpleName();
      case DoorEvent.Opened(Authorisation by, long _) -> "opened " + by.getClass().getSimpleName();
      case DoorEvent.Closed(Duration _, boolean alarm, long _) -> alarm ? "closed after alarm" : "closed";
      case DoorEvent.Locked _ -> "locked";
      case DoorEvent.ExitRequested _ -> "exit";
      case DoorEvent.RelayFailed _ -> "relay failed";
      case DoorEvent.Forced _ -> "FORCED";
      case DoorEvent.FoundOpen _ -> "found open";
      case DoorEvent.HeldOpen _ -> "HELD";
      case DoorEvent.ContactTampered _ -> "TAMPERED";
      case DoorEvent.ContactRestored _ -> "restored";
    };
  }

  @Test
  void theRelayIsSafeFromTheStartAndWhenTheDoorIsGivenBack() {
    assertTrue(wood.unlocked(), "as a pin may be that nobody drives");
    Door door = open();
    assertFalse(wood.unlocked());
    door.unlock(ANA, PULSE);
    soon(door);
    assertTrue(wood.unlocked());
    door.close();
    assertFalse(wood.unlocked());
    assertTrue(wood.relay().closed() && wood.button().closed());
    assertThrows(IllegalStateException.class, () -> door.unlock(ANA, PULSE));
    assertThrows(HalException.class, () -> door.next(Duration.ZERO));
    door.close();
  }

  @Test
  void anAuthorisationUnlocksForItsPulseAndIsInTheEvents() {
    Door door = open();
    assertFalse(wood.push());
    door.unlock(ANA, PULSE);
    DoorEvent.Unlocked unlocked = (DoorEvent.Unlocked) door.next(PULSE).orElseThrow();
    assertEquals(ANA, unlocked.authorisation());
    long at = ticker.micros();
    DoorEvent.Locked locked = (DoorEvent.Locked) door.next(Duration.ofSeconds(10)).orElseThrow();
    assertTrue(Math.abs(locked.atMicros() - at - 5_000_000) <= 20_000, () -> "after " + (locked.atMicros() - at));
    assertFalse(wood.unlocked());
    assertEquals(List.of(), events(door, Duration.ofMinutes(1)));
  }

  @Test
  void theRelayIsDrivenWithinAHundredthOfASecond() {
    Door door = open();
    door.next(Duration.ofMillis(3));
    long asked = ticker.micros();
    door.unlock(ANA, PULSE);
    assertTrue(door.next(PULSE).orElseThrow().atMicros() - asked <= 10_000);
    assertTrue(door.relayDriven());
  }

  @Test
  void somebodyWalksThroughAndTheDoorLocksBehind() {
    Door door = open();
    door.unlock(ANA, PULSE);
    assertEquals(List.of("unlocked AcceptedIdentification"), soon(door));
    assertTrue(wood.push());
    assertEquals(List.of("opened AcceptedIdentification"), soon(door));
    wood.shut();
    assertEquals(List.of("closed", "locked"), soon(door));
    assertFalse(wood.unlocked(), "the rest of the pulse is for nobody");
    wood.force();
    assertEquals(List.of("FORCED"), soon(door));
  }

  @Test
  void aDoorThatIsOpenedWithoutAuthorisationIsForced() {
    Door door = open();
    wood.force();
    assertEquals(List.of("FORCED"), soon(door));
    wood.shut();
    assertEquals(List.of("closed after alarm"), soon(door));
  }

  @Test
  void anOpeningJustAfterThePulseIsStillAllowedAndALateOneIsNot() {
    Door door = open();
    door.unlock(ANA, PULSE);
    events(door, PULSE.plusMillis(500));
    wood.force();
    assertEquals(List.of("opened AcceptedIdentification"), soon(door));
    wood.shut();
    soon(door);
    door.unlock(ANA, PULSE);
    events(door, PULSE.plusMillis(1_100));
    wood.force();
    assertEquals(List.of("FORCED"), soon(door));
  }

  @Test
  void aDoorHeldOpenIsToldOnceAndItsEndToo() {
    Door door = open();
    door.unlock(ANA, PULSE);
    soon(door);
    wood.push();
    soon(door);
    assertEquals(List.of("locked"), events(door, Duration.ofSeconds(33)));
    assertEquals(List.of("HELD"), events(door, Duration.ofMinutes(10)));
    wood.shut();
    assertEquals(List.of("closed after alarm"), soon(door));
  }

  @Test
  void anotherUnlockingProlongsAndNeverShortens() {
    Door door = open();
    door.unlock(ANA, PULSE);
    soon(door);
    door.unlock(new Authorisation.Command("c1"), Duration.ofSeconds(1));
    assertEquals(List.of("unlocked Command"), events(door, Duration.ofSeconds(4)));
    assertTrue(wood.unlocked());
    door.unlock(new Authorisation.Operator("parcel"), PULSE);
    assertEquals(List.of("unlocked Operator"), events(door, Duration.ofSeconds(4)));
    assertTrue(wood.unlocked());
    assertEquals(List.of("locked"), events(door, Duration.ofSeconds(2)));
  }

  @Test
  void theButtonInsideUnlocksOrOnlySaysThatItIsNoBreakIn() {
    Door door = open();
    wood.press();
    assertEquals(List.of("unlocked RequestToExit"), soon(door));
    assertEquals(List.of("locked"), events(door, Duration.ofSeconds(30)), "held down: once");
    wood.letGo();
    soon(door);
    door.close();
    DoorSimulator other = new DoorSimulator(options, pause);
    Door shunted = new Door(other.relay(), other.contact(), other.button(), ticker, pause,
        options.withExit(Exit.SHUNT));
    other.press();
    assertEquals(List.of("exit"), soon(shunted));
    assertFalse(other.unlocked());
    other.force();
    assertEquals(List.of("opened RequestToExit"), soon(shunted));
    assertEquals(new RequestToExit(), new RequestToExit());
  }

  @Test
  void aButtonThatIsStuckAtTheStartOpensNothing() {
    wood.press();
    Door door = open();
    assertEquals(List.of(), events(door, Duration.ofMinutes(1)));
    assertFalse(wood.unlocked());
  }

  @Test
  void aCutContactIsTamperAndTheDoorBehindItIsNotForgotten() {
    Door door = open();
    wood.cut();
    assertEquals(List.of("TAMPERED"), soon(door));
    wood.force();
    assertEquals(List.of("restored", "FORCED"), soon(door));
    wood.cut();
    assertEquals(List.of("TAMPERED"), soon(door));
    wood.shut();
    assertEquals(List.of("restored", "closed after alarm"), soon(door));
  }

  @Test
  void aDoorThatWasOpenAtTheStartIsNotForced() {
    wood.force();
    Door door = open();
    assertEquals(List.of("found open"), soon(door));
    assertEquals(List.of("HELD"), events(door, Duration.ofMinutes(1)));
  }

  @Test
  void bouncesAreNoOpenings() {
    Door door = open();
    for (int i = 0; i < 50; i++) {
      wood.force();
      assertEquals(List.of(), events(door, Duration.ofMillis(15)));
      wood.shut();
      assertEquals(List.of(), events(door, Duration.ofMillis(15)));
    }
  }

  @Test
  void aRelayThatCannotBeDrivenIsToldAndThenAnError() {
    Door door = open();
    wood.relay().breakDown(Optional.of(Kind.IO));
    door.unlock(ANA, PULSE);
    assertEquals(List.of("relay failed"),
        List.of(words(door.next(PULSE).orElseThrow())), "and nobody was let in");
    assertEquals(Kind.IO, assertThrows(HalException.class, () -> door.next(PULSE)).kind());
    assertFalse(door.relayDriven());
    DoorSimulator dead = new DoorSimulator(options, pause);
    dead.relay().breakDown(Optional.of(Kind.NO_DEVICE));
    assertThrows(HalException.class,
        () -> new Door(dead.relay(), dead.contact(), dead.button(), ticker, pause, options));
    assertTrue(dead.relay().closed() && dead.button().closed());
  }

  @Test
  void aPinThatFailsDuringAPulseLocks() {
    Door door = open();
    door.unlock(ANA, PULSE);
    soon(door);
    wood.button().breakDown(Optional.of(Kind.IO));
    assertThrows(HalException.class, () -> door.next(PULSE));
    assertFalse(wood.unlocked());
  }

  @Test
  void anInterruptLocks() {
    Door door = open();
    door.unlock(ANA, PULSE);
    soon(door);
    Thread.currentThread().interrupt();
    assertThrows(HalException.class, () -> door.next(PULSE));
    assertTrue(Thread.interrupted());
    assertFalse(wood.unlocked());
  }

  @Test
  void anActiveLowRelayIsSafeHigh() {
    DoorOptions low = options.withRelayActiveHigh(false);
    DoorSimulator other = new DoorSimulator(low, pause);
    Door door = new Door(other.relay(), new DoorContact.None(), ticker, pause, low);
    assertTrue(other.relay().high());
    door.unlock(ANA, PULSE);
    assertEquals(List.of("unlocked AcceptedIdentification"), soon(door));
    assertFalse(other.relay().high());
    door.close();
    assertTrue(other.relay().high());
  }

  @Test
  void pulsesAndAuthorisationsOutOfRangeAreRefused() {
    Door door = open();
    assertThrows(IllegalArgumentException.class, () -> door.unlock(ANA, Duration.ofSeconds(11)));
    assertThrows(IllegalArgumentException.class, () -> door.unlock(ANA, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new AcceptedIdentification(" ", 17));
    assertThrows(IllegalArgumentException.class, () -> new AcceptedIdentification("w-17", 0));
  }

  @Test
  void whateverHappensTheRelayIsNeverDrivenLongerThanWasAllowed() {
    Random random = new Random(6);
    Door door = new Door(wood.relay(), wood.singleContact(), wood.button(), ticker, pause, options);
    long allowedUntil = 0;
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          Duration pulse = Duration.ofMillis(1 + random.nextInt(10_000));
          door.unlock(ANA, pulse);
          allowedUntil = Math.max(allowedUntil, ticker.micros() + pulse.toMillis() * 1_000);
        }
        case 1 -> wood.press();
        case 2 -> wood.letGo();
        case 3 -> wood.push();
        case 4 -> wood.force();
        case 5 -> wood.shut();
        default -> ticker.advance(Duration.ofMillis(random.nextInt(40)));
      }
      Optional<DoorEvent> event = door.next(Duration.ofMillis(random.nextInt(200)));
      if (event.orElse(null) instanceof DoorEvent.Unlocked unlocked) {
        allowedUntil = Math.max(allowedUntil, unlocked.atMicros() + unlocked.pulse().toMillis() * 1_000);
      }
      // Two looks of 10 ms, and the 40 ms for which nobody looked.
      if (wood.unlocked()) {
        long now = ticker.micros();
        long until = allowedUntil;
        assertTrue(now <= until + 60_000, () -> (now - until) + " us too long");
      }
    }
  }
}
