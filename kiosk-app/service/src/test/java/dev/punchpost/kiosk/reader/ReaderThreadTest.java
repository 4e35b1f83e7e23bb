package dev.punchpost.kiosk.reader;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.rdm6300.Rdm6300;
import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.playback.ReplaySerialPort;
import dev.punchpost.hal.playback.SerialScript;
import dev.punchpost.hal.playback.SerialStep;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The thread in real time: it starts, hands on, and above all ends.
class ReaderThreadTest {
  private static final ReaderName NAME = new ReaderName("thread-test");
  private static final Credential.Em4100 TAG = new Credential.Em4100(0x0F, 0x002EC3E3L);

  private final BootTicker ticker = BootTicker.system();
  private final ReplaySerialPort port = new ReplaySerialPort(SerialScript.of(), Pause.real());
  private final Rdm6300Simulator simulator = new Rdm6300Simulator(port::send, Pause.real());
  private final List<ReaderEvent> events = new CopyOnWriteArrayList<>();

  private ReaderThread start(Consumer<ReaderEvent> sink) {
    return ReaderThread.start(
        new SupervisedReader(NAME, () -> new Rdm6300(NAME, port.open(), ticker, Rdm6300.Options.defaults()), ticker,
            Pause.real()),
        sink);
  }

  private static boolean alive() {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("reader-" + NAME));
  }

  private static void closesWithinASecond(ReaderThread thread) {
    long start = System.nanoTime();
    thread.close();
    assertTrue(System.nanoTime() - start < Duration.ofMillis(1_500).toNanos());
    assertTrue(!alive(), "the thread is still there");
  }

  @AfterEach
  void nothingIsLeft() {
    await().until(() -> !alive());
  }

  @Test
  void eventsAreHandedOnInOrderByANamedDaemonThread() {
    ReaderThread thread = start(events::add);
    simulator.tap(TAG);
    await().until(() -> events.size() == 2);
    assertInstanceOf(ReaderEvent.Presented.class, events.get(0));
    assertInstanceOf(ReaderEvent.Removed.class, events.get(1));
    assertTrue(Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("reader-" + NAME))
        .allMatch(Thread::isDaemon));
    assertEquals(1, thread.status().counts().presented());
    closesWithinASecond(thread);
    thread.close();
  }

  @Test
  void itEndsWhileItWaitsForABadge() {
    ReaderThread thread = start(events::add);
    await().until(() -> port.opened() == 1);
    closesWithinASecond(thread);
  }

  @Test
  void itEndsWhileItWaitsForALostReader() {
    for (int i = 0; i < 100; i++) {
      port.add(new SerialStep.OpenFails(Kind.NO_DEVICE));
    }
    ReaderThread thread = start(events::add);
    await().until(() -> !events.isEmpty());
    closesWithinASecond(thread);
  }

  @Test
  void itEndsWhileItsQueueIsFull() {
    BlockingQueue<ReaderEvent> queue = new ArrayBlockingQueue<>(1);
    ReaderThread thread = start(event -> {
      try {
        queue.put(event);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    simulator.tap(TAG);
    await().until(() -> thread.status().counts().presented() == 1 && queue.size() == 1);
    closesWithinASecond(thread);
  }

  @Test
  void aSinkThatThrowsLosesItsEventAndNotTheReader() {
    ReaderThread thread = start(event -> {
      events.add(event);
      throw new IllegalStateException("a mistake in the sink");
    });
    simulator.tap(TAG);
    await().until(() -> events.size() == 2);
    simulator.tap(TAG);
    await().until(() -> events.size() == 4);
    closesWithinASecond(thread);
  }
}
