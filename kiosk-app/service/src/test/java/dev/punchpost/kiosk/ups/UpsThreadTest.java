package dev.punchpost.kiosk.ups;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.max17048.BatteryPolicy.Verdict;
import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.drivers.max17048.Max17048Simulator;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.kiosk.config.UpsSettings;
import dev.punchpost.kiosk.ledger.Content;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpsThreadTest {
  private static final int PERCENT = 256;

  private final Max17048Simulator chip = new Max17048Simulator(0x0011);
  private final AtomicBoolean mainsFailed = new AtomicBoolean();
  private final List<Content> ledger = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  /// One for each reading that may follow.
  private final Semaphore readings = new Semaphore(0);
  private final AtomicInteger waiting = new AtomicInteger();
  private final UpsThread ups = new UpsThread(new UpsSettings(1, Duration.ofSeconds(10), 30, 10), () -> {
    opened.incrementAndGet();
    return new Max17048(chip.i2c());
  }, mainsFailed::get, ledger::add, asked::incrementAndGet, BootTicker.system(), pause -> {
    waiting.incrementAndGet();
    readings.acquire();
  });

  @AfterEach
  void end() {
    ups.close();
  }

  /// Lets the thread read so many times, and waits until it has.
  private void read(int times) {
    for (int i = 0; i < times; i++) {
      int before = waiting.get();
      readings.release();
      await().until(() -> waiting.get() > before);
    }
  }

  private void start() {
    ups.start();
    await().until(() -> waiting.get() > 0);
  }

  @Test
  void aFullBatteryIsNoNewsWithOrWithoutMains() {
    start();
    assertTrue(ups.health().working());
    assertEquals(1_000, ups.health().level().orElseThrow().permille());
    assertEquals(Verdict.MAINS, ups.health().verdict());
    mainsFailed.set(true);
    read(5);
    assertEquals(Verdict.BATTERY, ups.health().verdict());
    assertEquals(List.of(), ledger);
    assertEquals(0, asked.get());
  }

  @Test
  void withoutMainsALowBatteryIsToldOnceAndAnEmptyOneSwitchesOffAfterThreeReadings() {
    start();
    mainsFailed.set(true);
    chip.battery(3_600_000, 25 * PERCENT, 0);
    read(3);
    assertEquals(1, ledger.size());
    assertEquals(25, ((Content.BatteryLow) ledger.getFirst()).percent());
    chip.battery(3_300_000, 9 * PERCENT, 0);
    read(2);
    assertEquals(0, asked.get());
    chip.battery(3_300_000, 11 * PERCENT, 0);
    read(1);
    chip.battery(3_300_000, 9 * PERCENT, 0);
    read(2);
    assertEquals(0, asked.get(), "in a row");
    read(1);
    assertEquals(1, asked.get());
    assertEquals(9, ((Content.BatteryShutDown) ledger.getLast()).percent());
    read(5);
    assertEquals(1, asked.get(), "once");
    assertEquals(2, ledger.size());
  }

  @Test
  void anEmptyBatteryWhileTheContactSaysMainsSwitchesNothingOff() {
    start();
    chip.battery(3_300_000, 0, 0);
    read(10);
    mainsFailed.set(true);
    read(2);
    mainsFailed.set(false);
    read(1);
    mainsFailed.set(true);
    read(2);
    assertEquals(0, asked.get());
  }

  @Test
  void aGaugeThatGuessesAfterItsBatteryWasConnectedSwitchesNothingOff() {
    start();
    mainsFailed.set(true);
    chip.battery(4_050_000, 0, 0);
    read(10);
    assertEquals(0, asked.get());
  }

  @Test
  void aGaugeThatBreaksIsToldAndOpenedAgainAndItsReadingsDoNotCount() {
    start();
    mainsFailed.set(true);
    chip.battery(3_300_000, 0, 0);
    read(2);
    chip.garbage(0x02, 0xFFFF);
    chip.garbage(0x04, 0xFFFF);
    read(1);
    await().until(() -> !ups.health().working());
    assertEquals(new Content.BatteryLost(HalException.Kind.PROTOCOL), ledger.getLast());
    assertTrue(ups.health().level().isEmpty());
    chip.battery(3_300_000, 0, 0);
    await().until(() -> {
      readings.release();
      return opened.get() > 1 && ups.health().working();
    });
    assertTrue(ledger.contains(new Content.BatteryFound()));
    // What was released too much is at most some readings: without mains an empty battery ends in being switched off.
    read(3);
    assertEquals(1, asked.get());
  }
}
