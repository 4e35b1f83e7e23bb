package dev.punchpost.kiosk.device;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.device.DeviceThread.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceThreadTest {
  private final ManualTicker ticker = new ManualTicker();
  private final List<Long> openedAt = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch forEver = new CountDownLatch(1);
  private Optional<DeviceThread<String>> started = Optional.empty();

  private DeviceThread<String> start(Device use, Ending ending, Pause pause) {
    DeviceThread<String> thread = new DeviceThread<>("the thing", "thing", use, ending, ticker, pause);
    started = Optional.of(thread);
    thread.start();
    return thread;
  }

  @AfterEach
  void end() {
    forEver.countDown();
    started.ifPresent(DeviceThread::close);
  }

  /// Opens so often, and then waits for the end of the test.
  private abstract class Device implements DeviceThread.Use<String> {
    private final int openings;

    Device(int openings) {
      this.openings = openings;
    }

    @Override
    public String open() {
      if (openedAt.size() == openings) {
        hold(forEver);
      }
      openedAt.add(ticker.micros());
      return "open";
    }

    @Override
    public void works(String device, boolean again) {
      told.add(again ? "works again" : "works");
    }

    @Override
    public void broke(Kind kind, boolean first) {
      if (first) {
        told.add("broke: " + kind);
      }
    }

    @Override
    public void close(String device) {
      told.add("closed");
    }
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Long> secondsBetweenOpenings() {
    return IntStream.range(1, openedAt.size())
        .mapToObj(i -> (openedAt.get(i) - openedAt.get(i - 1)) / 1_000_000).toList();
  }

  @Test
  void aDeviceWithALooseWireIsLostAndFoundLessAndLessOften() {
    start(new Device(9) {
      @Override
      public void turn(String device) {
        throw new HalException(Kind.IO, "loose");
      }
    }, Ending.INTERRUPTED, new ManualPause(ticker));
    await().until(() -> openedAt.size() == 9);
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L), secondsBetweenOpenings());
  }

  @Test
  void aDeviceThatHasWorkedForAWhileIsLookedForSoon() {
    start(new Device(5) {
      @Override
      public void turn(String device) {
        ticker.advance(Duration.ofSeconds(10));
        throw new HalException(Kind.IO, "unplugged");
      }
    }, Ending.INTERRUPTED, new ManualPause(ticker));
    await().until(() -> openedAt.size() == 5);
    assertEquals(List.of(11L, 11L, 11L, 11L), secondsBetweenOpenings());
  }

  @Test
  void aLossIsToldOnceHoweverOftenTheOpeningFails() {
    start(new Device(1) {
      private int tries;

      @Override
      public String open() {
        tries++;
        if (tries < 5) {
          throw new HalException(Kind.NO_DEVICE, "try " + tries);
        }
        return super.open();
      }

      @Override
      public void turn(String device) {
        hold(forEver);
      }
    }, Ending.INTERRUPTED, new ManualPause(ticker));
    await().until(() -> openedAt.size() == 1);
    await().until(() -> told.size() == 2);
    assertEquals(List.of("broke: NO_DEVICE", "works again"), told);
  }

  @Test
  void aMistakeInADriverIsALossLikeAnyOther() {
    DeviceThread<String> thread = start(new Device(1) {
      @Override
      public void turn(String device) {
        throw new IllegalStateException("1234 was typed");
      }
    }, Ending.INTERRUPTED, new ManualPause(ticker));
    await().until(() -> told.size() == 3);
    assertEquals(List.of("works", "closed", "broke: IO"), told);
    assertEquals("the driver failed: IllegalStateException", thread.health().fault());
    assertFalse(thread.health().working());
    assertTrue(thread.device().isEmpty());
  }

  @Test
  void aUseInsideTheDatabaseIsNotInterrupted() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    DeviceThread<String> thread = start(new Device(1) {
      @Override
      public void turn(String device) throws InterruptedException {
        inside.countDown();
        try {
          over.await();
        } catch (InterruptedException e) {
          interrupted.set(true);
          throw e;
        }
      }

      @Override
      public void ended() {
        told.add("ended");
      }
    }, Ending.BETWEEN_TURNS, new ManualPause(ticker));
    inside.await();
    Thread closing = Thread.ofVirtual().start(thread::close);
    assertFalse(closing.join(Duration.ofMillis(100)), "it waits for the turn");
    over.countDown();
    closing.join();
    assertFalse(interrupted.get());
    assertEquals(List.of("works", "closed", "ended"), told);
  }

  @Test
  void aUseThatMayBeInterruptedEndsAtOnceAndGivesItsDeviceBack() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    DeviceThread<String> thread = start(new Device(1) {
      @Override
      public void turn(String device) throws InterruptedException {
        inside.countDown();
        forEver.await();
      }
    }, Ending.INTERRUPTED, new ManualPause(ticker));
    inside.await();
    thread.close();
    assertEquals(List.of("works", "closed"), told);
  }
}
