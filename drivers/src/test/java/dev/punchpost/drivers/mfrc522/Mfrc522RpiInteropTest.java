package dev.punchpost.drivers.mfrc522;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.drivers.contactless.SteppedTime;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.spi.SpiDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A driver that we did not write, the npm package `mfrc522-rpi`, works on our register simulator: its SPI and GPIO
/// bindings are replaced by stand-ins that pass each transfer over its standard input and output to this test.
///
/// Needs node and npm (Debian packages `nodejs` and `npm`) and, the first time, the npm registry.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class Mfrc522RpiInteropTest {
  private static final String PACKAGE = "mfrc522-rpi@2.1.3";
  private static final Path FOLDER = Path.of("target", "mfrc522-rpi").toAbsolutePath();

  @BeforeAll
  static void installThePackage() throws IOException, InterruptedException {
    assumeTrue(runs("node", "--version"), "node is not installed");
    if (Files.exists(FOLDER.resolve("node_modules/mfrc522-rpi/index.js"))) {
      return;
    }
    assumeTrue(runs("npm", "--version"), "npm is not installed");
    Files.createDirectories(FOLDER);
    assumeTrue(runs("npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix",
        FOLDER.toString(), PACKAGE), "the npm registry cannot be reached");
  }

  @Test
  void theNpmPackageSelectsOurSimulatedCardAndReadsTheNumberThatOurDriverReads() throws Exception {
    TypeACard card = new TypeACard(HexFormat.of().parseHex("DEADBEEF"), 0x0004, 0x08);
    Mfrc522Simulator simulator = new Mfrc522Simulator();
    simulator.present(card);

    String said = runNode(simulator);

    assertEquals("found 16 uid deadbeef22 sak 8", said);
    Mfrc522Simulator again = new Mfrc522Simulator();
    again.present(card);
    SteppedTime time = new SteppedTime();
    try (Mfrc522 reader = new Mfrc522(new ReaderName("front"), again.spi(), again.resetPin(), time, time,
        Mfrc522Options.defaults())) {
      ReaderEvent event = reader.next(Duration.ofSeconds(1)).orElseThrow();
      assertTrue(event instanceof ReaderEvent.Presented p
          && p.credential().id().canonical().equals("uid:DEADBEEF"), event.toString());
    }
  }

  @Test
  void theNpmPackageSeesAnEmptyFieldAndTwoCardsAsWeDo() throws Exception {
    Mfrc522Simulator empty = new Mfrc522Simulator();
    assertEquals("no card", runNode(empty));
    Mfrc522Simulator crowd = new Mfrc522Simulator();
    crowd.present(new TypeACard(HexFormat.of().parseHex("DEADBEEF"), 0x0004, 0x08));
    crowd.present(new TypeACard(HexFormat.of().parseHex("DEADBEEE"), 0x0004, 0x08));
    assertEquals("found 16 collision", runNode(crowd));
  }

  private static String runNode(Mfrc522Simulator simulator) throws IOException, InterruptedException {
    Path script = FOLDER.resolve("select.js");
    try (InputStream in = Mfrc522RpiInteropTest.class.getResourceAsStream("/mfrc522-rpi/select.js")) {
      Files.write(script, java.util.Objects.requireNonNull(in).readAllBytes());
    }
    Process node = new ProcessBuilder("node", script.toString()).directory(FOLDER.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    SpiDevice spi = simulator.spi();
    OutputPin reset = simulator.resetPin();
    try (BufferedReader from = node.inputReader(StandardCharsets.US_ASCII);
        var to = node.outputWriter(StandardCharsets.US_ASCII)) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case "spi" -> to.write(HexFormat.of().formatHex(spi.transfer(HexFormat.of().parseHex(words[1]))) + "\n");
          case "reset" -> {
            reset.set(words[1].equals("1"));
            to.write("ok\n");
          }
          case "said" -> {
            return words[1];
          }
          default -> throw new IOException("the script wrote " + line);
        }
        to.flush();
      }
    } finally {
      node.destroy();
      node.waitFor(10, TimeUnit.SECONDS);
    }
    throw new IOException("the script ended without an answer");
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return process.waitFor(90, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
