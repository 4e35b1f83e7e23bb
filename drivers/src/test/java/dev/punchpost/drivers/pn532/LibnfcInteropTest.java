package dev.punchpost.drivers.pn532;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.SteppedTime;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.desfire.SimulatedDesfire;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// libnfc, which we did not write, takes our PN532 simulator for a PN532: `nfc-list` opens a pseudo-terminal at whose
/// other end the simulator sits, and prints the UID that our own driver reads from the same simulator.
///
/// Needs `nfc-list` and `socat` (Debian packages `libnfc-bin` and `socat`).
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LibnfcInteropTest {
  private static final Pattern UID = Pattern.compile("UID \\(NFCID\\d\\): ([0-9a-f ]+)");

  @TempDir
  private Path folder;

  @Test
  void nfcListPrintsTheNumberOfFourBytesThatOurDriverReads() throws Exception {
    assertSameNumber(new TypeACard(HexFormat.of().parseHex("DEADBEEF"), 0x0004, 0x08), false);
  }

  @Test
  void nfcListPrintsTheNumberOfSevenBytesThatOurDriverReads() throws Exception {
    assertSameNumber(new TypeACard(HexFormat.of().parseHex("04A224B2C31D80"), 0x0044, 0x00), false);
  }

  @Test
  void nfcListSeesOurDesfireWithItsAts() throws Exception {
    String said = assertSameNumber(new TypeACard(HexFormat.of().parseHex("04112233445566"), 0x0344, 0x20), true);
    assertTrue(said.contains("ATS"), said);
  }

  @Test
  void nfcListSeesAnEmptyField() throws Exception {
    String said = nfcList(new Pn532Simulator());
    assertTrue(said.contains("NFC device:") && !UID.matcher(said).find(), said);
  }

  private String assertSameNumber(TypeACard card, boolean desfire) throws Exception {
    String said = nfcList(simulator(card, desfire));
    Matcher m = UID.matcher(said);
    assertTrue(m.find(), said);
    SteppedTime time = new SteppedTime();
    try (Pn532 reader = Pn532.overSerial(new ReaderName("front"),
        new SimulatedLinks(simulator(card, desfire), time).serial(), CardIdentifier.byUid(), time, time,
        Pn532Options.defaults())) {
      ReaderEvent event = reader.next(Duration.ofSeconds(1)).orElseThrow();
      String ours = event instanceof ReaderEvent.Presented p ? p.credential().id().canonical() : event.toString();
      assertEquals(ours, "uid:" + m.group(1).replace(" ", "").toUpperCase(java.util.Locale.ROOT));
    }
    return said;
  }

  private static Pn532Simulator simulator(TypeACard card, boolean desfire) {
    Pn532Simulator chip = new Pn532Simulator();
    if (desfire) {
      chip.present(card, new SimulatedDesfire(new SecureRandom()));
    } else {
      chip.present(card);
    }
    return chip;
  }

  private String nfcList(Pn532Simulator chip) throws IOException, InterruptedException {
    assumeTrue(isThere("nfc-list"), "nfc-list is not installed (Debian package libnfc-bin)");
    assumeTrue(isThere("socat"), "socat is not installed");
    Path tty = folder.resolve("pn532");
    Process socat = new ProcessBuilder("socat", "-", "pty,raw,echo=0,link=" + tty)
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(tty));
      Thread pump = Thread.ofPlatform().daemon().start(() -> pump(chip, socat));
      ProcessBuilder builder = new ProcessBuilder("nfc-list", "-t", "1").redirectErrorStream(true);
      builder.environment().put("LIBNFC_DEFAULT_DEVICE", "pn532_uart:" + tty);
      builder.environment().put("LIBNFC_AUTO_SCAN", "false");
      Process list = builder.start();
      list.getOutputStream().close();
      String said = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, list.waitFor(), said);
      assertTrue(pump.isAlive());
      return said;
    } finally {
      socat.destroy();
      socat.waitFor(5, TimeUnit.SECONDS);
    }
  }

  private static void pump(Pn532Simulator chip, Process socat) {
    SimulatedLinks links = new SimulatedLinks(chip, _ -> {
      // Nothing reads through it here.
    });
    byte[] buffer = new byte[512];
    try (InputStream in = socat.getInputStream(); OutputStream out = socat.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        links.hearSerial(Arrays.copyOf(buffer, n));
        for (byte[] frame = chip.poll(); frame.length > 0; frame = chip.poll()) {
          out.write(frame);
        }
        out.flush();
      }
    } catch (IOException e) {
      if (socat.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, program)));
  }
}
