package dev.punchpost.kiosk.door;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.door.Authorisation;
import dev.punchpost.drivers.door.Door;
import dev.punchpost.drivers.door.DoorContact;
import dev.punchpost.drivers.door.DoorOptions;
import dev.punchpost.drivers.door.DoorSimulator;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorThreadTest {
  private static final Authorisation ANA = new Authorisation.AcceptedIdentification("w-17", 41);
  private static final Duration PULSE = Duration.ofMillis(300);

  private final Ticker ticker = BootTicker.system();
  private final Pause pause = Pause.real();
  private final DoorOptions options = DoorOptions.defaults();
  private final DoorSimulator wood = new DoorSimulator(options, pause);
  private final List<Content> ledger = new CopyOnWriteArrayList<>();
  private final AtomicBoolean ledgerIsFull = new AtomicBoolean();
  private Optional<DoorThread> started = Optional.empty();

  private DoorThread start(Supplier<Door> opening) {
    DoorThread door = new DoorThread(opening, PULSE, ticker, pause,
        content -> !ledgerIsFull.get() && ledger.add(content));
    started = Optional.of(door);
    door.start();
    return door;
  }

  private Door wooden() {
    return new Door(wood.relay(), wood.contact(), wood.button(), ticker, pause, options);
  }

  private static void awaitWorking(DoorThread door) {
    await().until(() -> door.health().working());
  }

  @AfterEach
  void end() {
    started.ifPresent(DoorThread::close);
  }

  @Test
  void anAcceptedIdentificationOpensForItsPulseAndIsInTheLedger() {
    DoorThread door = start(this::wooden);
    awaitWorking(door);
    assertFalse(wood.unlocked(), "in its safe state from the start");
    assertEquals(DoorKey.Answer.TAKEN, door.unlock(ANA));
    await().until(wood::unlocked);
    assertTrue(door.health().unlocked());
    await().until(() -> !wood.unlocked());
    assertEquals(List.of(new Content.DoorUnlocked(Content.DoorUnlocked.By.WORKER, Optional.of(new WorkerId("w-17")),
        OptionalLong.of(41), "", PULSE)), ledger);
  }

  @Test
  void whoeverHasNoNameInTheEntryHasAReason() {
    DoorThread door = start(this::wooden);
    awaitWorking(door);
    door.unlock(new Authorisation.Operator("parcel"));
    door.unlock(new Authorisation.Command("6f1d"));
    await().until(() -> ledger.size() == 2);
    assertEquals(new Content.DoorUnlocked(Content.DoorUnlocked.By.OPERATOR, Optional.empty(), OptionalLong.empty(),
        "parcel", PULSE), ledger.getFirst());
    assertEquals(new Content.DoorUnlocked(Content.DoorUnlocked.By.COMMAND, Optional.empty(), OptionalLong.empty(),
        "6f1d", PULSE), ledger.getLast());
  }

  @Test
  void alarmsAndTheirEndsAreToldAndAnAllowedOpeningIsNot() {
    DoorThread door = start(this::wooden);
    awaitWorking(door);
    door.unlock(ANA);
    await().until(wood::push);
    await().until(() -> door.health().contact() == DoorContact.State.OPEN);
    wood.shut();
    await().until(() -> door.health().contact() == DoorContact.State.CLOSED);
    assertEquals(1, ledger.size(), "the unlocking alone");
    wood.press();
    await().until(() -> ledger.contains(new Content.DoorExit(true)));
    wood.letGo();
    // Longer than that pulse's grace.
    wood.cut();
    await().until(() -> ledger.contains(new Content.DoorContactDoubted(true)));
    wood.shut();
    await().until(() -> ledger.contains(new Content.DoorContactDoubted(false)));
  }

  @Test
  void aForcedDoorIsAnAlarmUntilItIsClosed() {
    DoorThread door = start(this::wooden);
    awaitWorking(door);
    wood.force();
    await().until(() -> ledger.contains(new Content.DoorForced()));
    wood.shut();
    await().until(() -> ledger.size() == 2);
    assertInstanceOf(Content.DoorClosed.class, ledger.getLast());
  }

  @Test
  void linesThatCannotBeTakenAreTriedAgainAndToldOnce() {
    AtomicInteger tries = new AtomicInteger();
    DoorThread door = start(() -> {
      if (tries.incrementAndGet() < 3) {
        throw new HalException(HalException.Kind.NO_DEVICE, "no such chip");
      }
      return wooden();
    });
    await().until(() -> ledger.size() == 1);
    assertEquals(new Content.DoorLost(HalException.Kind.NO_DEVICE), ledger.getFirst());
    assertEquals("no such chip", door.health().fault());
    assertEquals(DoorKey.Answer.NOT_WORKING, door.unlock(ANA));
    await().atMost(Duration.ofSeconds(20)).until(() -> door.health().working());
    await().until(() -> ledger.size() == 2);
    assertEquals(new Content.DoorFound(), ledger.getLast());
    assertFalse(wood.unlocked(), "what was asked for meanwhile does not open it later");
  }

  @Test
  void aLedgerThatTakesNothingDoesNotKeepTheDoorOpen() {
    DoorThread door = start(this::wooden);
    awaitWorking(door);
    ledgerIsFull.set(true);
    door.unlock(ANA);
    await().until(wood::unlocked);
    await().until(() -> !wood.unlocked());
    assertEquals(List.of(), ledger);
    wood.force();
    await().until(() -> door.health().contact() == DoorContact.State.OPEN);
    ledgerIsFull.set(false);
    await().until(() -> ledger.size() >= 1);
    assertInstanceOf(Content.DoorUnlocked.class, ledger.getFirst(), "in the order in which it happened");
  }

  @Test
  void closingPutsTheRelayIntoItsSafeStateAtOnce() {
    DoorThread door = new DoorThread(this::wooden, Duration.ofSeconds(10), ticker, pause, ledger::add);
    door.start();
    awaitWorking(door);
    door.unlock(ANA);
    await().until(wood::unlocked);
    door.close();
    assertFalse(wood.unlocked());
    assertTrue(wood.relay().closed());
    assertEquals(DoorKey.Answer.NOT_WORKING, door.unlock(ANA));
  }

  @Test
  void aDoorThatHangsWhileItIsUnlockedIsSeenAndALockedOneIsNot() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    AtomicBoolean hanging = new AtomicBoolean();
    InputPin stuck = new InputPin() {
      @Override
      public boolean high() {
        if (hanging.get()) {
          try {
            hang.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        return true;
      }

      @Override
      public boolean await(boolean high, Duration timeout) {
        return false;
      }

      @Override
      public void close() {}
    };
    DoorThread door = start(() -> new Door(wood.relay(), wood.contact(), stuck, ticker, pause, options));
    awaitWorking(door);
    long later = Duration.ofSeconds(4).toNanos() / 1_000;
    assertFalse(door.hangsOpen(ticker.micros() + later), "locked");
    door.unlock(ANA);
    await().until(wood::unlocked);
    assertFalse(door.hangsOpen(ticker.micros()), "looked at");
    hanging.set(true);
    assertTrue(door.hangsOpen(ticker.micros() + later));
    hang.countDown();
  }
}
