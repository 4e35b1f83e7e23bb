package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.linux.ServiceManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real datagram socket, that socat reads as systemd would.
class SupervisionTest {
  @TempDir
  Path folder;

  private final SynchronousQueue<Boolean> looks = new SynchronousQueue<>();

  @Test
  void systemdHearsOfReadinessAndOfTurnsAndNothingOnceTheTurnsEnd() throws Exception {
    Path socket = folder.resolve("notify");
    Path heard = folder.resolve("heard");
    Process systemd = socat(socket, heard);
    AtomicLong turns = new AtomicLong();
    try (var supervision = new Supervision(
        ServiceManager.of(Map.of("NOTIFY_SOCKET", socket.toString())), Duration.ofSeconds(15), _ -> looks.take())) {
      supervision.ready("takes taps", turns::get);
      await().until(() -> text(heard).contains("WATCHDOG=1"));
      assertTrue(text(heard).startsWith("READY=1\nSTATUS=takes taps"), text(heard));
      turns.incrementAndGet();
      looks.put(true);
      await().until(() -> feeds(heard) == 2);
      // The thread stands: looked at twice, fed no more.
      looks.put(true);
      looks.put(true);
      turns.incrementAndGet();
      looks.put(true);
      await().until(() -> feeds(heard) == 3);
      supervision.stopping();
      await().until(() -> text(heard).contains("STOPPING=1"));
    } finally {
      systemd.destroy();
    }
  }

  @Test
  void withoutAServiceManagerNothingHappens() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (var supervision = new Supervision(Optional.empty(), Duration.ofSeconds(15), _ -> {})) {
      supervision.ready("takes taps", () -> {
        asked.countDown();
        return 0;
      });
      supervision.stopping();
    }
    assertFalse(asked.await(200, TimeUnit.MILLISECONDS), "nobody is watched");
  }

  @Test
  void theWatchdogIsThatOfThisProcessOnly() {
    assertEquals(Duration.ofSeconds(15), Supervision.watchdog(Map.of("WATCHDOG_USEC", "15000000"), 7));
    assertEquals(Duration.ofSeconds(15),
        Supervision.watchdog(Map.of("WATCHDOG_USEC", "15000000", "WATCHDOG_PID", "7"), 7));
    assertEquals(Duration.ZERO, Supervision.watchdog(Map.of("WATCHDOG_USEC", "15000000", "WATCHDOG_PID", "8"), 7));
    assertEquals(Duration.ZERO, Supervision.watchdog(Map.of("WATCHDOG_USEC", "soon"), 7));
    assertEquals(Duration.ZERO, Supervision.watchdog(Map.of(), 7));
  }

  @Test
  void aServiceManagerThatCannotBeSpokenToIsPassedOver() {
    for (String socket : List.of("", "vsock:2:1", "/" + "x".repeat(200))) {
      assertEquals(Optional.empty(), ServiceManager.of(Map.of("NOTIFY_SOCKET", socket)), socket);
    }
  }

  private static Process socat(Path socket, Path heard) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + socket, "CREATE:" + heard).inheritIO().start();
    } catch (IOException e) {
      Assumptions.abort("socat is not installed");
      throw e;
    }
    await().until(() -> Files.exists(socket));
    return process;
  }

  private static String text(Path heard) throws IOException {
    return Files.exists(heard) ? Files.readString(heard, StandardCharsets.UTF_8) : "";
  }

  private static int feeds(Path heard) throws IOException {
    return text(heard).split("WATCHDOG=1", -1).length - 1;
  }
}
