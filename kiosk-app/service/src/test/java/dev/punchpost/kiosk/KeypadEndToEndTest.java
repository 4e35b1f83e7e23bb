package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.drivers.osdp.OsdpKey;
import dev.punchpost.drivers.osdp.OsdpSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal as a process of its own, with keypads in the test's hands.
class KeypadEndToEndTest {
  private static final String PIN = "60483917";
  private static final String WRONG = "71594826";

  private static final Path UMOCKDEV = Path.of("/usr/bin/umockdev-run");

  @TempDir
  Path folder;

  @TempDir
  Path hand;

  private TerminalProcess start(Site site) {
    TerminalProcess terminal = TerminalProcess.start(site.config(), SimulatedChip.Program.class,
        Map.of("PUNCHPOST_TEST_CHIP", folder.resolve("chip").toString()));
    terminal.awaitReady();
    return terminal;
  }

  private static void awaitEntries(Site site, String type, int count) {
    await(type).atMost(Duration.ofSeconds(20)).until(() -> site.subscriber().bySequence().values().stream()
        .filter(e -> e.path("type").asText().equals("dev.punchpost." + type)).count() == count);
  }

  @Test
  void aWorkerPunchesWithNumberAndPinAndALockOutSurvivesTheCrash() throws IOException {
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true); Site site = new Site(folder)) {
      Files.writeString(site.config(), SimulatedKeypad.TABLE + "f1 = \"in\"\nf2 = \"out\"\n",
          StandardOpenOption.APPEND);
      setPin(site, "w7");
      setPin(site, "w8");
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        JsonNode tick = keypad.answer("7#" + PIN + "#");
        assertEquals("accepted IN w7 front-keys", tick.path("screen").asText() + " " + tick.path("kind").asText() + " "
            + tick.path("worker").asText() + " " + tick.path("reader").asText());
        assertTrue(terminal.screens().stream().anyMatch(s -> s.path("text").path(1).asText().equals("*".repeat(8))),
            "masked");
        JsonNode out = keypad.answer("B7#" + PIN + "#");
        assertEquals("OUT", out.path("kind").asText(), "chosen, though within the repeat window");
        assertEquals("IN", keypad.answer("A7#" + PIN + "#").path("kind").asText());
        assertTrue(keypad.answer("A7#" + PIN + "#").path("repeat").asBoolean(), "the same once more");

        assertEquals("PIN_WRONG", keypad.answer("905#" + PIN + "#").path("reason").asText());
        awaitEntries(site, "pin.unidentified.v1", 1);
        for (int i = 1; i <= 4; i++) {
          assertEquals("PIN_WRONG", keypad.answer("8#" + WRONG + "#").path("reason").asText());
        }
        awaitEntries(site, "pin.refused.v1", 4);
        terminal.kill();
      }
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        assertEquals("PIN_LOCKED", keypad.answer("8#" + WRONG + "#").path("reason").asText(), "the fifth");
        terminal.kill();
      }
      try (TerminalProcess terminal = start(site)) {
        SimulatedKeypad keypad = new SimulatedKeypad(chip, terminal);
        assertEquals("PIN_LOCKED", keypad.answer("8#" + PIN + "#").path("reason").asText());
        site.badges().tap(8);
        terminal.awaitScreen("badge", s -> TerminalProcess.isTick(s) && s.path("worker").asText().equals("w8"));
        assertEquals("w7", keypad.answer("B7#" + PIN + "#").path("worker").asText(), "nobody else is locked");
        keypad.type("8*");
        assertEquals("ENTRY_ENDED", keypad.answer("*").path("reason").asText());
        assertEquals("working", site.status().at("/keypads/0/state").asText());
        await().atMost(Duration.ofSeconds(20)).until(() -> site.contract().newest(Central.DOOR_1 + "status")
            .map(newest -> newest.at("/keypads/0/state").asText()).filter("working"::equals).isPresent());
      }
      List<JsonNode> punches = site.export().stream().filter(e -> e.at("/data/worker").asText().equals("w7")
          && e.path("type").asText().equals("dev.punchpost.punch.v1")).toList();
      assertEquals(List.of("pin", "pin", "pin", "pin"),
          punches.stream().map(e -> e.at("/data/credential").asText()).toList());
      assertNowhere(PIN);
      assertNowhere(WRONG);
      String said = site.subscriber().bySequence().toString() + site.ledger();
      assertFalse(said.contains(PIN) || said.contains(WRONG), "over MQTT or in an export");
    }
  }

  private static void setPin(Site site, String worker) {
    TerminalProcess.Finished set = TerminalProcess.runWithInput(PIN + "\n", "worker", "pin", worker, "--pin-stdin",
        "--config", site.config().toString());
    assertEquals(0, set.exit(), set.output());
  }

  /// Number and PIN have come over the reader's secure channel; its own light answers.
  @Test
  void anOsdpReadersKeypadTakesNumberAndPin() throws IOException {
    String key = "30313233343536373839404142434445";
    OsdpSimulator reader = new OsdpSimulator(0, OsdpKey.parse(key), new Random(1));
    Files.setPosixFilePermissions(Files.writeString(folder.resolve("reader.key"), key + "\n"),
        PosixFilePermissions.fromString("rw-------"));
    try (SimulatedLine line = new SimulatedLine(folder.resolve("rs485"),
        heard -> reader.hear(heard, heard.length).orElse(new byte[0]));
        Site site = new Site(folder, "[[reader]]", "name = \"lobby\"", "driver = \"osdp\"", "port = \"rs485\"",
            "baud = 115200", "address = 0", "poll-interval = \"10ms\"", "key-file = \"reader.key\"", "[[keypad]]",
            "driver = \"osdp\"", "reader = \"lobby\"", "worker-prefix = \"w\"")) {
      setPin(site, "w7");
      try (TerminalProcess terminal = site.start()) {
        await().atMost(Duration.ofSeconds(20))
            .until(() -> site.status().at("/readers/1/state").asText().equals("working"));
        for (String keys : List.of("7", "#", PIN.substring(0, 4), PIN.substring(4), "#")) {
          reader.press(keys);
        }
        terminal.awaitScreen("tick", TerminalProcess::isTick);
        JsonNode tick = terminal.ticks().getFirst();
        assertEquals("w7 lobby", tick.path("worker").asText() + " " + tick.path("reader").asText());
        await().until(() -> reader.lights().contains("GREEN") && reader.beeps() > 0);
        reader.press("8#" + PIN + "#");
        terminal.awaitScreen("a worker without PIN", s -> s.path("reason").asText().equals("PIN_WRONG"));
        awaitEntries(site, "pin.unidentified.v1", 1);
      }
      assertNowhere(PIN);
    }
  }

  /// The keys come through the HAL's own evdev path: umockdev stands in for the kernel.
  @Test
  void aUsbKeypadTakesNumberAndPin() throws IOException {
    assumeTrue(Files.isExecutable(UMOCKDEV), "umockdev is not installed");
    Path described = Path.of("../../drivers/src/test/resources/wedge");
    // linux/input-event-codes.h: 1 to 9 and 0 of the row above the letters, and Enter.
    StringBuilder events = new StringBuilder();
    int at = 0;
    for (char key : ("7\n" + PIN + "\n").toCharArray()) {
      int code = key == '\n' ? 28 : key == '0' ? 11 : key - '0' + 1;
      for (int value : new int[]{1, 0}) {
        at += 20;
        events.append(String.format(Locale.ROOT, "E: %d.%06d 0001 %04X %d%nE: %d.%06d 0000 0000 0%n", 1 + at / 1_000,
            at % 1_000 * 1_000, code, value, 1 + at / 1_000, at % 1_000 * 1_000));
      }
    }
    // The test's own hand: the terminal's files must not hold it.
    Path typed = Files.writeString(hand.resolve("keyboard.events"), events);
    try (Site site = new Site(folder, "[[keypad]]", "name = \"desk-keys\"", "driver = \"usb\"",
        "device = \"usb:08ff:0009\"", "worker-prefix = \"w\"")) {
      setPin(site, "w7");
      try (TerminalProcess terminal = TerminalProcess.startUnder(List.of(UMOCKDEV.toString(), "--device",
          described.resolve("keyboard.umockdev").toString(), "--ioctl",
          "/dev/input/event3=" + described.resolve("keyboard.ioctl"), "--evemu-events", "/dev/input/event3=" + typed,
          "--"), site.config())) {
        terminal.awaitScreen("tick", TerminalProcess::isTick);
        JsonNode tick = terminal.ticks().getFirst();
        assertEquals("w7 desk-keys", tick.path("worker").asText() + " " + tick.path("reader").asText());
      }
      assertNowhere(PIN);
    }
  }

  /// In no file of the terminal: log, store, broker's store.
  private void assertNowhere(String pin) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(pin), file.toString());
      }
    }
  }

  @Test
  void aDeadKeypadStopsNoPunchAndComesBack() throws IOException {
    try (Site site = new Site(folder)) {
      Files.writeString(site.config(), SimulatedKeypad.TABLE, StandardOpenOption.APPEND);
      setPin(site, "w7");
      // Nobody listens where the chip should be.
      try (TerminalProcess terminal = start(site)) {
        site.badges().tap(3);
        terminal.awaitScreen("tick", TerminalProcess::isTick);
        awaitEntries(site, "reader.lost.v1", 1);
        TerminalProcess.Finished status = TerminalProcess.run("status", "--config", site.config().toString());
        assertTrue(status.output().contains("keypad   front-keys, matrix at lines 5 6 13 19 12 16 20 21 of the header:"
            + " faulted since "), status.output());
        TerminalProcess.Finished doctor = TerminalProcess.run("doctor", "--config", site.config().toString());
        assertTrue(doctor.output().contains("keypad front-keys does not work: no chip at "), doctor.output());
        try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true)) {
          awaitEntries(site, "reader.found.v1", 1);
          assertEquals("w7", new SimulatedKeypad(chip, terminal).answer("7#" + PIN + "#").path("worker").asText());
        }
      }
    }
  }
}
