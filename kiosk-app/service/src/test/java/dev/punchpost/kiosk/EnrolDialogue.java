package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.r503.R503Simulator;
import dev.punchpost.drivers.r503.R503Simulator.Press;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// `punchpost finger enrol`, line by line.
final class EnrolDialogue {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  EnrolDialogue(Path config, String worker) {
    try {
      process = new ProcessBuilder(TerminalProcess.command("finger", "enrol", worker, "--config", config.toString()))
          .redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader = Thread.ofPlatform().daemon().start(() -> {
      try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
        in.lines().forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add(e.toString());
      }
    });
  }

  Process process() {
    return process;
  }

  List<String> lines() {
    return lines;
  }

  void awaitLine(String begins) {
    await(begins + " in " + lines).atMost(PATIENCE).until(() -> lines.stream().anyMatch(it -> it.startsWith(begins)));
  }

  int end() throws InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), lines::toString);
    reader.join(5_000);
    return process.exitValue();
  }

  /// Two good presses.
  void press(Supplier<R503Simulator> module, int finger) throws InterruptedException {
    awaitLine("press 1 of 2");
    module.get().touch(finger, Press.GOOD);
    awaitLine("press 1 is good: lift");
    module.get().lift();
    awaitLine("press 2 of 2");
    module.get().touch(finger, Press.GOOD);
    awaitLine("press 2 is good: lift");
    module.get().lift();
    awaitLine("entry ");
    assertEquals(0, end(), lines::toString);
  }
}
