package dev.punchpost.kiosk.panel;

import static dev.punchpost.kiosk.panel.Screens.FRONT;
import static dev.punchpost.kiosk.panel.Screens.in;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuedPanelTest {
  private static final Screen.Idle IDLE = new Screen.Idle(true, 0, true);

  private final AtomicLong micros = new AtomicLong(5_000_000);
  private volatile Instant wall = Instant.parse("2026-11-20T07:05:00Z");
  private final Recording output = new Recording();
  private final QueuedPanel panel = new QueuedPanel(output, new ScreenText("en", 20, 4),
      () -> new Reading(wall, micros.get(), "boot", ClockState.SYNCHRONISED, OptionalLong.of(5)), Screens.MADRID,
      micros::get);

  /// Remembers screens; fails or stands still when told to.
  private static final class Recording implements PanelOutput {
    final List<Screen> screens = new CopyOnWriteArrayList<>();
    final List<List<String>> texts = new CopyOnWriteArrayList<>();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    final List<Showing> stays = new CopyOnWriteArrayList<>();
    volatile int pages = 1;
    volatile boolean momentary;
    volatile CountDownLatch gate = new CountDownLatch(0);
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public void show(Showing showing) {
      calls.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (failures.getAndUpdate(f -> Math.max(0, f - 1)) > 0) {
        throw new IllegalStateException("broken");
      }
      screens.add(showing.screen());
      texts.add(showing.text());
    }

    @Override
    public void stay(Showing showing) {
      stays.add(showing);
      if (failures.getAndUpdate(f -> Math.max(0, f - 1)) > 0) {
        throw new IllegalStateException("lost");
      }
    }

    @Override
    public int pages(Showing showing) {
      return pages;
    }

    @Override
    public boolean momentary() {
      return momentary;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @AfterEach
  void closePanel() {
    output.gate.countDown();
    panel.close();
  }

  @Test
  void screensAreHandedOverInOrder() {
    for (int seq = 1; seq <= 50; seq++) {
      panel.show(in(seq));
    }
    shown(LongStream.rangeClosed(1, 50).mapToObj(Screens::in).toArray(Screen[]::new));
    assertEquals(0, panel.dropped());
  }

  @Test
  void anAnswerGivesWayToIdleAfterAFewSeconds() {
    panel.show(IDLE);
    shown(IDLE);
    panel.show(in(1));
    shown(IDLE, in(1));
    panel.show(new Screen.Idle(true, 1, true));
    pass(3_900);
    shown(IDLE, in(1));
    pass(200);
    shown(IDLE, in(1), new Screen.Idle(true, 1, true));
  }

  @Test
  void withoutAnIdleScreenTheTickDoesNotStay() {
    panel.show(in(1));
    shown(in(1));
    pass(4_100);
    shown(in(1), IDLE);
  }

  @Test
  void beforeTheFirstScreenNothingIsShown() {
    pass(10_000);
    panel.show(in(1));
    shown(in(1));
  }

  @Test
  void aFurtherTapReplacesTheAnswerAtOnceAndStaysItsOwnTime() {
    panel.show(in(1));
    shown(in(1));
    pass(3_000);
    panel.show(in(2));
    shown(in(1), in(2));
    pass(3_000);
    panel.show(new Screen.Wait(FRONT, false));
    shown(in(1), in(2), new Screen.Wait(FRONT, false));
  }

  @Test
  void theIdleScreenFollowsTheMinute() {
    panel.show(IDLE);
    await().until(() -> output.texts.size() == 1);
    wall = Instant.parse("2026-11-20T07:06:00Z");
    await().until(() -> output.texts.size() == 2);
    assertEquals("2026-11-20 08:06", output.texts.getLast().getFirst());
  }

  @Test
  void notSetUpStaysUntilThereIsSomethingElse() {
    panel.show(new Screen.NotSetUp("punchpost.toml:7"));
    shown(new Screen.NotSetUp("punchpost.toml:7"));
    pass(100_000);
    panel.show(IDLE);
    shown(new Screen.NotSetUp("punchpost.toml:7"), IDLE);
  }

  @Test
  void aRejectedConfigurationAndALostReaderStayAsMarks() {
    panel.show(IDLE);
    shown(IDLE);
    panel.show(new Screen.ConfigurationRejected("punchpost.toml:7"));
    panel.show(new Screen.ReaderState(FRONT, false));
    await().until(() -> output.texts.size() == 3);
    pass(5_100);
    await().until(() -> output.texts.size() == 4);
    assertEquals(List.of("2026-11-20 08:05", "Present your badge", "Reader error", "Settings error"),
        output.texts.getLast());

    panel.show(new Screen.ReaderState(FRONT, true));
    await().until(() -> output.texts.size() == 5);
    pass(5_100);
    await().until(() -> output.texts.size() == 6);
    assertEquals(List.of("2026-11-20 08:05", "Present your badge", "Settings error", ""), output.texts.getLast());
  }

  @Test
  void aStalledOutputHoldsUpNobodyAndTheNewestScreensAreKept() {
    output.gate = new CountDownLatch(1);
    panel.show(in(0));
    await().until(() -> output.calls.get() == 1);
    for (int seq = 1; seq <= 100; seq++) {
      panel.show(in(seq));
      panel.show(IDLE);
    }
    assertEquals(36, panel.dropped(), "idle screens take no place");

    output.gate.countDown();
    await().until(() -> output.screens.size() >= 65);
    assertEquals(in(0), output.screens.get(0));
    assertEquals(in(37), output.screens.get(1));
    assertEquals(in(100), output.screens.get(64));
  }

  @Test
  void aBrokenOutputGetsTheSameScreenAgain() {
    output.failures.set(3);
    panel.show(in(1));
    panel.show(in(2));
    for (int attempt = 1; attempt <= 3; attempt++) {
      int expected = attempt;
      await().until(() -> output.calls.get() == expected && !panel.working());
      assertTrue(output.screens.isEmpty());
      pass(1_100);
    }
    shown(in(1), in(2));
    assertTrue(panel.working());
    assertEquals(0, panel.dropped());
  }

  @Test
  void aBrokenOutputIsNotHammered() {
    output.failures.set(Integer.MAX_VALUE);
    panel.show(in(1));
    await().until(() -> output.calls.get() == 1);
    for (int seq = 2; seq <= 20; seq++) {
      panel.show(in(seq));
    }
    pass(900);
    panel.show(in(21));
    assertFalse(panel.working());
    assertEquals(1, output.calls.get());
  }

  @Test
  void anOutputIsToldThatItsScreenStaysAndAtWhatTime() {
    panel.show(IDLE);
    shown(IDLE);
    pass(1_100);
    await().until(() -> output.stays.size() == 1);
    assertEquals(IDLE, output.stays.getLast().screen());
    assertEquals("08:05", output.stays.getLast().now().toLocalTime().toString());
    assertEquals(ClockState.SYNCHRONISED, output.stays.getLast().clock());
  }

  @Test
  void anOutputThatLosesItsScreenIsGivenTheRestingOneAgain() {
    panel.show(IDLE);
    shown(IDLE);
    output.failures.set(1);
    pass(1_100);
    await().until(() -> !panel.working());
    assertEquals("lost", panel.health().fault());
    pass(1_100);
    shown(IDLE, IDLE);
    assertTrue(panel.working());
    assertEquals("", panel.health().fault());
  }

  @Test
  void anAnswerOfManyPagesStaysUntilAllWereSeen() {
    output.pages = 5;
    panel.show(IDLE);
    shown(IDLE);
    panel.show(in(1));
    shown(IDLE, in(1));
    pass(9_900);
    panel.show(new Screen.Idle(true, 1, true));
    await().until(() -> !output.stays.isEmpty());
    assertEquals(2, output.screens.size());
    pass(200);
    shown(IDLE, in(1), new Screen.Idle(true, 1, true));
  }

  @Test
  void aBrokenDisplayIsNotGivenGreetingsOfWorkersWhoHaveGone() {
    output.momentary = true;
    output.failures.set(Integer.MAX_VALUE);
    panel.show(in(1));
    await().until(() -> output.calls.get() == 1);
    for (int seq = 2; seq <= 20; seq++) {
      panel.show(in(seq));
    }
    pass(1_100);
    await().until(() -> output.calls.get() == 2);
    pass(1_100);
    output.failures.set(0);
    pass(1_100);
    shown(in(20));
    assertEquals(19, panel.dropped());
  }

  @Test
  void anAnswerWhoseTimeIsOverIsDroppedByADisplay() {
    output.momentary = true;
    output.failures.set(Integer.MAX_VALUE);
    panel.show(in(1));
    for (int attempt = 1; attempt <= 6; attempt++) {
      int expected = attempt;
      await().until(() -> output.calls.get() + output.stays.size() >= expected);
      pass(1_100);
    }
    output.failures.set(0);
    pass(1_100);
    panel.show(IDLE);
    shown(IDLE);
    assertEquals(1, panel.dropped());
  }

  @Test
  void whatWaitsIsShownBeforeTheEnd() {
    output.gate = new CountDownLatch(1);
    for (int seq = 1; seq <= 10; seq++) {
      panel.show(in(seq));
    }
    output.gate.countDown();
    panel.close();
    assertEquals(10, output.screens.size());
    assertEquals(1, output.closed.get());
    panel.show(in(11));
    assertEquals(10, output.screens.size());
  }

  private void pass(long millis) {
    micros.addAndGet(millis * 1_000);
  }

  private void shown(Screen... screens) {
    await().untilAsserted(() -> assertEquals(List.of(screens), List.copyOf(output.screens)));
  }
}
