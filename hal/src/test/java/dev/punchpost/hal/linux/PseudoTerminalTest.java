package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What [JSerialPortTest] does not show already.
class PseudoTerminalTest {
  @Test
  void itsPortIsAFileUntilItIsClosed() {
    PseudoTerminal terminal = PseudoTerminal.open();
    assertTrue(Files.exists(terminal.path()), terminal.path().toString());
    terminal.close();
    terminal.close();
    assertFalse(Files.exists(terminal.path()));
    assertThrows(HalException.class, () -> terminal.write(new byte[]{1}));
    assertThrows(HalException.class, () -> terminal.read(new byte[1], Duration.ofMillis(1)));
  }

  @Test
  void openingAndClosingLeavesNoDescriptor() throws IOException {
    PseudoTerminal.open().close();
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      PseudoTerminal.open().close();
    }
    assertEquals(before, descriptors());
  }

  @Test
  void aReadWithNothingToReadGivesZero() {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertEquals(0, terminal.read(new byte[4], Duration.ofMillis(120)));
    }
  }

  @Test
  void closingEndsABlockedRead() throws Exception {
    PseudoTerminal terminal = PseudoTerminal.open();
    CompletableFuture<HalException> ended = CompletableFuture.supplyAsync(
        () -> assertThrows(HalException.class, () -> terminal.read(new byte[4], Duration.ofSeconds(30))));
    terminal.close();
    assertEquals(HalException.Kind.IO, ended.get(2, TimeUnit.SECONDS).kind());
  }

  @Test
  void writingWhatNobodyReadsEndsWithATimeout() {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertEquals(HalException.Kind.TIMEOUT,
          assertThrows(HalException.class, () -> terminal.write(new byte[1 << 20])).kind());
    }
  }

  private static long descriptors() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }
}
