package dev.punchpost.drivers.r503;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A host library that we did not write, Adafruit's for CircuitPython, takes our simulator for a module: it enrols,
/// searches, reads, writes and deletes through a pseudo-terminal at whose other end the simulator sits.
///
/// Needs `python3` and `socat`, and, unless Python has `adafruit_fingerprint`, PyPI.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AdafruitInteropTest {
  private static final String PACKAGE = "adafruit-circuitpython-fingerprint";
  private static final Path FOLDER = Path.of("target", "adafruit-fingerprint").toAbsolutePath();

  @TempDir
  private Path folder;

  @BeforeAll
  static void installTheLibrary() throws InterruptedException {
    assumeTrue(runs("python3", "--version"), "python3 is not installed");
    assumeTrue(runs("socat", "-V"), "socat is not installed");
    String find = "import importlib.util, sys; sys.exit(importlib.util.find_spec('adafruit_fingerprint') is None)";
    if (runs("python3", "-c", find) || Files.exists(FOLDER.resolve("adafruit_fingerprint.py"))) {
      return;
    }
    // Without its dependencies: they are for boards, and the script stands in for them.
    assumeTrue(runs("python3", "-m", "pip", "install", "--quiet", "--no-deps", "--no-input", "--retries", "0",
        "--target", FOLDER.toString(), PACKAGE), "PyPI cannot be reached for " + PACKAGE);
  }

  @Test
  void adafruitsLibraryWorksOnOurSimulator() throws Exception {
    R503Simulator chip = new R503Simulator();
    List<String> said = host(chip);
    String template = HexFormat.of().formatHex(R503Simulator.template(1));
    assertEquals(List.of("capacity 200 level 3 packet 2 baud 57600", "nobody 2", "smeared 0 6", "press 1 0 0",
        "press 2 0 0", "model 0 store 0", "beyond 11", "touch 0 0 0 5", "fast 0 5", "stranger 0 0 9", "count 0 1",
        "index 0 [5]", "load 0", "template " + template, "send True 0", "compare 0 0", "led 0", "delete 0 0 [7]",
        "empty 0 0 0"), said);
    assertArrayEquals(new byte[]{3, 0x20, 2, 4}, chip.ring());
  }

  private List<String> host(R503Simulator chip) throws Exception {
    Path tty = folder.resolve("r503");
    Process socat = new ProcessBuilder("socat", "-", "pty,raw,echo=0,link=" + tty)
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(tty));
      Thread.ofPlatform().daemon().start(() -> pump(chip, socat));
      return answers(chip, tty);
    } finally {
      socat.destroy();
      socat.waitFor(5, TimeUnit.SECONDS);
    }
  }

  private static List<String> answers(R503Simulator chip, Path tty) throws Exception {
    Path script = Path.of(Objects.requireNonNull(AdafruitInteropTest.class.getResource("/r503/host.py")).toURI());
    ProcessBuilder builder = new ProcessBuilder("python3", script.toString(), tty.toString()).redirectErrorStream(true);
    builder.environment().merge("PYTHONPATH", FOLDER.toString(), (old, ours) -> old + ":" + ours);
    Process host = builder.start();
    List<String> said = new ArrayList<>();
    try (BufferedReader from = host.inputReader(); BufferedWriter to = host.outputWriter()) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        if (line.startsWith("want ")) {
          put(chip, line);
          to.write("done\n");
          to.flush();
        } else {
          said.add(line);
        }
      }
    }
    assertEquals(0, host.waitFor(), said.toString());
    return said;
  }

  private static void put(R503Simulator chip, String wanted) {
    switch (wanted) {
      case "want nothing" -> chip.lift();
      case "want finger 1 smeared" -> chip.touch(1, R503Simulator.Press.SMEARED);
      case "want finger 1" -> chip.touch(1, R503Simulator.Press.GOOD);
      case "want finger 2" -> chip.touch(2, R503Simulator.Press.GOOD);
      default -> throw new IllegalArgumentException(wanted);
    }
  }

  private static void pump(R503Simulator chip, Process socat) {
    byte[] buffer = new byte[512];
    try (InputStream in = socat.getInputStream(); OutputStream out = socat.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        chip.hear(Arrays.copyOf(buffer, n));
        out.write(chip.said());
        out.flush();
      }
    } catch (IOException e) {
      if (socat.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
