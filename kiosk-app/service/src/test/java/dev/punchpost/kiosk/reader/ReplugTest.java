package dev.punchpost.kiosk.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.rdm6300.Rdm6300;
import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.JSerialPort;
import dev.punchpost.hal.linux.PseudoTerminal;
import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A reader is pulled and plugged in again and again, on real ttys under a stable symlink, as udev makes one.
///
/// 25 times, with `-Dpunchpost.full=true` 200 times (about two minutes).
class ReplugTest {
  private static final int REPLUGS = Boolean.getBoolean("punchpost.full") ? 200 : 25;
  private static final ReaderName NAME = new ReaderName("replug-test");
  private static final Duration BACK_WITHIN = Duration.ofSeconds(3);

  @TempDir
  Path directory = Path.of("");

  private final BootTicker ticker = BootTicker.system();
  private final BlockingQueue<ReaderEvent> events = new LinkedBlockingQueue<>();
  private PseudoTerminal device = PseudoTerminal.open();
  private Path byId = Path.of("");

  @BeforeEach
  void link() throws IOException {
    byId = directory.resolve("usb-rdm6300");
    plug();
  }

  @AfterEach
  void unplug() {
    device.close();
  }

  private void plug() throws IOException {
    Path fresh = directory.resolve("fresh");
    Files.createSymbolicLink(fresh, device.path());
    Files.move(fresh, byId, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private ReaderThread start() {
    return ReaderThread.start(new SupervisedReader(NAME, () -> new Rdm6300(NAME,
        new JSerialPort(byId, Rdm6300.LINE).open(), ticker, new Rdm6300.Options(Duration.ofMillis(150))), ticker,
        Pause.real()),
        events::add);
  }

  private ReaderEvent next(Duration within) throws InterruptedException {
    ReaderEvent event = events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    assertNotNull(event, "no event within " + within);
    return event;
  }

  private void tapIsRead(Credential.Em4100 tag) throws InterruptedException {
    new Rdm6300Simulator(device::write, Pause.real()).tap(tag);
    ReaderEvent.Presented presented = assertInstanceOf(ReaderEvent.Presented.class, next(BACK_WITHIN));
    assertEquals(tag, presented.credential());
  }

  @Test
  void afterEachReplugABadgeIsReadAgainAndNothingIsLeftBehind() throws Exception {
    try (ReaderThread thread = start()) {
      tapIsRead(new Credential.Em4100(1, 0));
      assertInstanceOf(ReaderEvent.Removed.class, next(BACK_WITHIN));
      long descriptors = 0;
      long threads = 0;
      long longest = 0;
      for (int i = 1; i <= REPLUGS; i++) {
        device.close();
        Files.delete(byId);
        ReaderEvent.Faulted fault = assertInstanceOf(ReaderEvent.Faulted.class, next(BACK_WITHIN));
        assertEquals(Kind.NO_DEVICE, fault.kind());

        device = PseudoTerminal.open();
        plug();
        long plugged = ticker.micros();
        assertInstanceOf(ReaderEvent.Recovered.class, next(BACK_WITHIN));
        tapIsRead(new Credential.Em4100(1, i));
        longest = Math.max(longest, ticker.micros() - plugged);
        assertInstanceOf(ReaderEvent.Removed.class, next(BACK_WITHIN));
        if (i == 3) {
          descriptors = entries("/proc/self/fd");
          threads = entries("/proc/self/task");
        }
      }
      assertEquals(REPLUGS, thread.status().recovered());
      assertEquals(REPLUGS + 1, thread.status().counts().presented());
      assertTrue(entries("/proc/self/fd") <= descriptors, "descriptors grew from " + descriptors);
      // The JVM may start a compiler thread meanwhile; a leak would be one for each replug.
      assertTrue(entries("/proc/self/task") <= threads + 4, "threads grew from " + threads);
      assertTrue(longest < BACK_WITHIN.toNanos() / 1_000, "back only after " + longest + " µs");
    }
  }

  @Test
  void aReaderThatIsGoneCostsNoProcessorTime() throws Exception {
    device.close();
    try (ReaderThread _ = start()) {
      assertInstanceOf(ReaderEvent.Faulted.class, next(BACK_WITHIN));
      assertIdle();
    }
  }

  @Test
  void aReaderThatIsSilentCostsNoProcessorTime() throws Exception {
    try (ReaderThread _ = start()) {
      tapIsRead(new Credential.Em4100(1, 1));
      assertInstanceOf(ReaderEvent.Removed.class, next(BACK_WITHIN));
      assertIdle();
    }
  }

  private void assertIdle() throws InterruptedException {
    long before = readerCpuNanos();
    assertNull(events.poll(3, TimeUnit.SECONDS));
    long spent = readerCpuNanos() - before;
    assertTrue(spent < Duration.ofMillis(150).toNanos(), spent + " ns of work in three seconds of nothing");
  }

  private static long readerCpuNanos() {
    Thread thread = Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("reader-" + NAME))
        .findFirst().orElseThrow();
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
  }

  private static long entries(String directory) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files.count();
    }
  }
}
