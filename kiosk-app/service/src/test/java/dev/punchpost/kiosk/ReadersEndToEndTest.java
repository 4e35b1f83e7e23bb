package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.desfire.SimulatedDesfire;
import dev.punchpost.drivers.osdp.OsdpKey;
import dev.punchpost.drivers.osdp.OsdpSimulator;
import dev.punchpost.drivers.pn532.Pn532Simulator;
import dev.punchpost.drivers.pn532.SimulatedLinks;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.serial.SerialLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program with the readers of its configuration, each simulated at the far end of a real tty.
class ReadersEndToEndTest {
  private static final String KEY = "00112233445566778899AABBCCDDEEFF";

  @TempDir
  Path folder;

  private Path keyFile(String key) throws IOException {
    return Files.setPosixFilePermissions(Files.writeString(folder.resolve("reader.key"), key),
        PosixFilePermissions.fromString("rw-------"));
  }

  private void importBadges(Site site, String... badges) throws IOException {
    Path more = folder.resolve("more.csv");
    Files.writeString(more, "worker,name,badge\n" + String.join("", java.util.stream.IntStream.range(0, badges.length)
        .mapToObj(i -> "w" + (i + 1) + ",Worker " + (i + 1) + "," + badges[i] + "\n").toList()));
    TerminalProcess.Finished done = TerminalProcess.run("roster", "import", "--merge", more.toString(), "--config",
        site.config().toString());
    assertEquals(0, done.exit(), done.output());
  }

  private static JsonNode reader(Site site, String name) {
    return StreamSupport.stream(site.status().path("readers").spliterator(), false)
        .filter(reader -> reader.path("name").asText().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> types(Site site) {
    return site.subscriber().bySequence().values().stream().map(entry -> entry.path("type").asText()).toList();
  }

  private static UnaryOperator<byte[]> osdp(OsdpSimulator... readers) {
    return heard -> Arrays.stream(readers).map(reader -> reader.hear(heard, heard.length))
        .flatMap(java.util.Optional::stream).findFirst().orElse(new byte[0]);
  }

  @Test
  void osdpReadersOnOneLineAreInstalledTrustedAndAnswerTheirOwnTaps() throws Exception {
    OsdpSimulator front = new OsdpSimulator(0, OsdpKey.DEFAULT, new Random(1));
    OsdpSimulator back = new OsdpSimulator(1, OsdpKey.parse(KEY), new Random(2));
    keyFile(KEY);
    try (SimulatedLine line = new SimulatedLine(folder.resolve("rs485"), osdp(front, back));
        Site site = new Site(folder, "[[reader]]", "name = \"door\"", "driver = \"osdp\"", "port = \"rs485\"",
            "baud = 115200", "address = 0", "poll-interval = \"10ms\"", "key-file = \"reader.key\"",
            "install-mode = true", "[[reader]]", "name = \"gate\"", "driver = \"osdp\"", "port = \"rs485\"",
            "baud = 115200", "address = 1", "poll-interval = \"10ms\"", "key-file = \"reader.key\"")) {
      importBadges(site, "wiegand:26:123:45678");
      try (TerminalProcess terminal = site.start()) {
        await().atMost(Duration.ofSeconds(20)).until(() -> reader(site, "door").path("state").asText()
            .equals("working") && reader(site, "gate").path("state").asText().equals("working"));
        assertEquals(OsdpKey.parse(KEY), front.key());

        front.present(WiegandFormat.H10301.encode(123, 45678), 26);
        await().until(() -> terminal.ticks().size() == 1);
        assertEquals("door", terminal.ticks().getFirst().path("reader").asText());
        // Green and a tone at the reader of the tap, once the punch is committed; nothing at the other one.
        await().until(() -> front.lights().contains("GREEN") && front.beeps() > 0);
        assertFalse(back.lights().contains("GREEN"), back.lights().toString());

        back.present(WiegandFormat.H10301.encode(1, 2), 26);
        terminal.awaitScreen("refused", s -> s.path("screen").asText().equals("refused")
            && s.path("reader").asText().equals("gate"));
        await().until(() -> back.lights().contains("RED"));

        back.tamper(true);
        await().until(() -> reader(site, "gate").path("state").asText().equals("faulted"));
        back.tamper(false);
        await().atMost(Duration.ofSeconds(20)).until(() -> reader(site, "gate").path("state").asText()
            .equals("working"));
        await().until(() -> types(site).contains("dev.punchpost.reader.not-trusted.v1"));
        List<String> types = types(site);
        assertTrue(types.contains("dev.punchpost.reader.default-key-used.v1"), types.toString());
        assertTrue(types.contains("dev.punchpost.reader.key-installed.v1"), types.toString());
      }
      String log = Files.readString(folder.resolve("terminal.log"));
      assertFalse(log.contains(KEY) || log.contains("45678"), log);
    }
  }

  @Test
  void aPn532ReadsACardAndTellsAPhoneThatItIsNoIdentity() throws Exception {
    Pn532Simulator chip = new Pn532Simulator();
    SerialLink serial = new SimulatedLinks(chip, _ -> {}).serial();
    UnaryOperator<byte[]> device = withAnswer(serial);
    try (SimulatedLine line = new SimulatedLine(folder.resolve("nfc"), device);
        Site site = new Site(folder, "[[reader]]", "name = \"nfc\"", "driver = \"pn532\"", "link = \"serial\"",
            "port = \"nfc\"")) {
      importBadges(site, "uid:04A224B2C31D80");
      TerminalProcess.Finished doctor = TerminalProcess.run("doctor", "--config", site.config().toString());
      assertTrue(doctor.output().contains("OK    reader nfc: PN532 firmware 1.6 answers"), doctor.output());
      try (TerminalProcess terminal = site.start()) {
        chip.present(new TypeACard(HexFormat.of().parseHex("04A224B2C31D80"), 0x0044, 0x00));
        await().until(() -> terminal.ticks().size() == 1);
        chip.removeAll();
        chip.present(new TypeACard(HexFormat.of().parseHex("08A1B2C3"), 0x0004, 0x20));
        terminal.awaitScreen("no identity", s -> s.path("screen").asText().equals("refused")
            && s.path("reason").asText().equals("NO_IDENTITY"));
        assertEquals(1, terminal.ticks().size());
      }
    }
  }

  @Test
  void whatEachReaderMakesOfABadgeIsLearntAndStoredAsOne() throws Exception {
    OsdpSimulator door = new OsdpSimulator(0, OsdpKey.parse(KEY), new Random(1));
    keyFile(KEY);
    try (SimulatedLine line = new SimulatedLine(folder.resolve("rs485"), osdp(door));
        Site site = new Site(folder, "repeat-window = \"0s\"", "[[reader]]", "name = \"door\"", "driver = \"osdp\"",
            "port = \"rs485\"", "baud = 115200", "address = 0", "poll-interval = \"10ms\"",
            "key-file = \"reader.key\"");
        TerminalProcess terminal = site.start()) {
      await().atMost(Duration.ofSeconds(20)).until(() -> reader(site, "door").path("state").asText().equals("working"));
      CompletableFuture<TerminalProcess.Finished> learning = CompletableFuture.supplyAsync(() -> TerminalProcess
          .run("reader", "learn", "--worker", "w9", "--seconds", "4", "--config", site.config().toString()));
      // Badge 99 is in no roster; each tap is repeated until the technician's session has begun.
      await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(500)).until(() -> {
        site.badges().tap(99);
        return terminal.screens().stream().anyMatch(s -> s.path("reason").asText().equals("LEARNING"));
      });
      door.present(WiegandFormat.H10301.encode(0, 99), 26);
      TerminalProcess.Finished learnt = learning.get(60, TimeUnit.SECONDS);
      assertEquals(0, learnt.exit(), learnt.output());
      assertTrue(learnt.output().contains("reader front: em:…63, not in the roster"), learnt.output());
      assertTrue(learnt.output().contains("reader door: wiegand:…, not in the roster"), learnt.output());
      assertEquals(0, terminal.ticks().size());

      door.present(WiegandFormat.H10301.encode(0, 99), 26);
      await().until(() -> terminal.ticks().size() == 1);
      site.badges().tap(99);
      await().until(() -> terminal.ticks().size() == 2);
      assertEquals(List.of("w9", "w9"), terminal.ticks().stream().map(t -> t.path("worker").asText()).toList());

      // Another worker's longer number, of which a 26-bit reader may make the same.
      Path other = Files.writeString(folder.resolve("other.csv"), "worker,name,badge\nw8,Worker 8,em:0100000063\n");
      TerminalProcess.Finished imported = TerminalProcess.run("roster", "import", "--merge", other.toString(),
          "--config", site.config().toString());
      assertEquals(0, imported.exit(), imported.output());
      assertTrue(
          imported.output().contains("warning: badge wiegand:… of worker w9 is also what a short Wiegand reader"
              + " may make of badge em:…63 of worker w8"),
          imported.output());
    }
  }

  @Test
  void aCardIsIssuedAtTheReaderAndThenBelieved() throws Exception {
    Pn532Simulator chip = new Pn532Simulator();
    SerialLink serial = new SimulatedLinks(chip, _ -> {}).serial();
    UnaryOperator<byte[]> device = withAnswer(serial);
    keyFile(KEY);
    TypeACard plastic = new TypeACard(HexFormat.of().parseHex("04112233445566"), 0x0344, 0x20);
    SimulatedDesfire card = new SimulatedDesfire(new SecureRandom());
    try (SimulatedLine line = new SimulatedLine(folder.resolve("nfc"), device);
        Site site = new Site(folder, "[desfire]", "master-key-file = \"reader.key\"", "[[reader]]", "name = \"nfc\"",
            "driver = \"pn532\"", "link = \"serial\"", "port = \"nfc\"");
        TerminalProcess terminal = site.start()) {
      await().until(() -> reader(site, "nfc").path("state").asText().equals("working"));
      CompletableFuture<TerminalProcess.Finished> issuing = CompletableFuture.supplyAsync(() -> TerminalProcess.run(
          "card", "issue", "--reader", "nfc", "--worker", "w3", "--seconds", "20", "--config",
          site.config().toString()));
      Thread.sleep(3_000); // until it waits: before, the card would be a tap of nobody
      chip.present(plastic, card);
      Thread.sleep(3_000);
      chip.removeAll();
      TerminalProcess.Finished issued = issuing.get(60, TimeUnit.SECONDS);
      assertEquals(0, issued.exit(), issued.output());
      assertTrue(issued.output().contains("the card is a badge of worker w3 now"), issued.output());
      assertEquals(0, terminal.ticks().size());

      card.power();
      chip.present(plastic, card);
      await().until(() -> terminal.ticks().size() == 1);
      assertEquals("w3", terminal.ticks().getFirst().path("worker").asText());
      chip.removeAll();
      SimulatedDesfire copy = new SimulatedDesfire(new SecureRandom());
      copy.copyWithoutKeys(card);
      Thread.sleep(500);
      chip.present(plastic, copy);
      terminal.awaitScreen("not genuine", s -> s.path("reason").asText().equals("NOT_GENUINE"));
      assertEquals(1, terminal.ticks().size());

      TerminalProcess.Finished wrong = TerminalProcess.run("card", "issue", "--reader", "front", "--config",
          site.config().toString());
      assertEquals(69, wrong.exit(), wrong.output());
    }
  }

  private static UnaryOperator<byte[]> withAnswer(SerialLink serial) {
    return heard -> {
      if (heard.length > 0) {
        serial.write(heard);
      }
      byte[] buffer = new byte[512];
      int count = serial.read(buffer, Duration.ofMillis(1));
      return Arrays.copyOf(buffer, count);
    };
  }

  @Test
  void aReaderWithoutItsKeyIsLostWithTheReasonAndDoctorSaysWhatToDo() throws Exception {
    Files.writeString(folder.resolve("rs485"), "");
    try (Site site = new Site(folder, "[[reader]]", "name = \"door\"", "driver = \"osdp\"", "port = \"rs485\"",
        "address = 0", "key-file = \"none.key\"")) {
      try (TerminalProcess terminal = site.start()) {
        assertTrue(terminal.isAlive());
        await().until(() -> reader(site, "door").path("state").asText().equals("faulted"));
        assertEquals("working", reader(site, "front").path("state").asText());
      }
      assertTrue(Files.readString(folder.resolve("terminal.log")).contains("key file " + folder.resolve("none.key")
          + " does not exist"));
      TerminalProcess.Finished doctor = TerminalProcess.run("doctor", "--config", site.config().toString());
      assertEquals(1, doctor.exit());
      assertTrue(doctor.output().lines().anyMatch(line -> line.startsWith("FAIL  reader door: key file")
          && line.contains("openssl rand -hex 16")), doctor.output());
    }
  }
}
