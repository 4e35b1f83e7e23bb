package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the real program, because what counts is the order in which it stops.
class UndeliveredMarkerTest {
  @TempDir
  Path folder;

  @Test
  void theMarkerGoesWithEverythingDeliveredAndStaysOtherwise() {
    try (Site site = new Site(folder)) {
      Path marker = folder.resolve("data").resolve("undelivered");
      TerminalProcess terminal = site.start();
      assertTrue(Files.exists(marker), "while it runs");
      site.badges().tap(1);
      await().until(() -> terminal.ticks().size() == 1);
      await().until(() -> site.status().path("waiting").asLong() == 0);
      terminal.close();
      assertFalse(Files.exists(marker), "everything was delivered");

      TerminalProcess alone = site.start();
      site.broker().stop();
      site.badges().tap(2);
      await().until(() -> alone.ticks().size() == 1);
      alone.close();
      assertTrue(Files.exists(marker), "a punch waits");

      site.broker().restart();
      TerminalProcess killed = site.start();
      await().until(() -> site.status().path("waiting").asLong() == 0);
      killed.kill();
      assertTrue(Files.exists(marker), "after a power cut nobody knows");
    }
  }
}
