package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.drivers.r503.R503Simulator;
import dev.punchpost.drivers.r503.R503Simulator.Press;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole terminal as a process of its own, with a fingerprint module at the far end of a real tty.
class FingerEndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private volatile R503Simulator module = new R503Simulator();
  private volatile boolean gone;

  private SimulatedLine line() {
    return new SimulatedLine(folder.resolve("uart"), heard -> {
      R503Simulator now = module();
      if (gone) {
        return new byte[0];
      }
      now.hear(heard);
      return now.said();
    });
  }

  private R503Simulator module() {
    return module;
  }

  private Site site(String... more) throws IOException {
    key("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    List<String> lines = new ArrayList<>(List.of("repeat-window = \"0s\"", "[[reader]]", "name = \"finger\"",
        "driver = \"r503\"", "port = \"uart\"", "key-file = \"finger.key\"", "idle-poll = \"100ms\""));
    lines.addAll(List.of(more));
    return new Site(folder, lines.toArray(String[]::new));
  }

  private void key(String hex) throws IOException {
    Files.setPosixFilePermissions(Files.writeString(folder.resolve("finger.key"), hex + "\n"),
        PosixFilePermissions.fromString("rw-------"));
  }

  private static TerminalProcess.Finished run(Site site, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--config", site.config().toString()));
    return TerminalProcess.run(all.toArray(String[]::new));
  }

  private static void done(Site site, String... command) {
    TerminalProcess.Finished finished = run(site, command);
    assertEquals(0, finished.exit(), finished.output());
  }

  private static List<JsonNode> entries(Site site, String type) {
    return site.subscriber().bySequence().values().stream()
        .filter(it -> it.path("type").asText().equals("dev.punchpost." + type)).map(it -> it.path("data")).toList();
  }

  private static void awaitEntry(Site site, String type, Predicate<JsonNode> data) {
    await(type).atMost(PATIENCE).until(() -> entries(site, type).stream().anyMatch(data));
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(it -> numbers.add(it.asInt()));
    return numbers;
  }

  private void awaitTaken(Integer... places) {
    await("places").atMost(PATIENCE).until(() -> module().taken().equals(List.of(places)));
  }

  private void awaitTicks(TerminalProcess terminal, int number) {
    await("ticks").atMost(PATIENCE).until(() -> terminal.ticks().size() == number);
  }

  /// Lets the finger go for so long that it is noticed.
  private void lift() {
    module().lift();
    long heard = module().heard();
    await().atMost(PATIENCE).until(() -> module().heard() > heard + 2);
  }

  private void enrol(Site site, String worker, int finger) throws InterruptedException {
    done(site, "consent", "give", worker, "--text-version", "2026-11");
    new EnrolDialogue(site.config(), worker).press(this::module, finger);
  }

  /// Neither as it is nor in hex or Base64, whole or in part.
  private void assertNoTemplate(Site site, int... fingers) throws IOException {
    List<byte[]> traces = new ArrayList<>();
    for (int finger : fingers) {
      byte[] part = Arrays.copyOfRange(R503Simulator.template(finger), 12, 36);
      traces.add(part);
      traces.add(HexFormat.of().formatHex(part).getBytes(StandardCharsets.US_ASCII));
      traces.add(HexFormat.of().withUpperCase().formatHex(part).getBytes(StandardCharsets.US_ASCII));
      traces.add(Base64.getEncoder().encode(part));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertNone(Files.readAllBytes(file), traces, file.toString());
      }
    }
    // The broker's own file and the subscriber saw every message.
    assertNone(site.subscriber().bySequence().values().toString().getBytes(StandardCharsets.UTF_8), traces, "MQTT");
    TerminalProcess.Finished export = run(site, "ledger", "export");
    assertEquals(0, export.exit(), export.output());
    assertNone(export.output().getBytes(StandardCharsets.UTF_8), traces, "export");
  }

  private static void assertNone(byte[] bytes, List<byte[]> traces, String where) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (byte[] trace : traces) {
      assertFalse(text.contains(new String(trace, StandardCharsets.ISO_8859_1)), where);
    }
  }

  @Test
  void consentFirstThenAFingerIsEnrolledPunchesAndIsErasedWithProof() throws Exception {
    try (SimulatedLine line = line(); Site site = site(); TerminalProcess terminal = site.start()) {
      TerminalProcess.Finished early = run(site, "finger", "enrol", "w3");
      assertEquals(65, early.exit(), early.output());
      assertTrue(early.output().contains("punchpost consent give w3"), early.output());
      TerminalProcess.Finished nobody = run(site, "consent", "give", "w999", "--text-version", "2026-11");
      assertEquals(65, nobody.exit(), nobody.output());

      done(site, "consent", "give", "w3", "--text-version", "2026-11");
      awaitEntry(site, "consent.given.v1",
          data -> data.path("worker").asText().equals("w3") && data.path("textVersion").asText().equals("2026-11"));
      EnrolDialogue dialogue = new EnrolDialogue(site.config(), "w3");
      dialogue.awaitLine("press 1 of 2");
      module().touch(1, Press.DRY);
      dialogue.awaitLine("press harder");
      terminal.awaitScreen("hint", screen -> screen.path("reason").asText().equals("PRESS_HARDER"));
      dialogue.press(this::module, 1);
      awaitTaken(0);
      awaitEntry(site, "finger.enrolled.v1", data -> data.path("worker").asText().equals("w3")
          && data.path("reader").asText().equals("finger") && data.path("place").asInt() == 0);
      assertEquals(0, terminal.ticks().size(), "an enrolment is no punch");

      lift();
      module().touch(1, Press.GOOD);
      awaitTicks(terminal, 1);
      assertEquals("w3", terminal.ticks().getFirst().path("worker").asText());
      lift();
      await().atMost(PATIENCE).until(() -> site.subscriber().bySequence().values().stream().anyMatch(
          it -> it.path("data").path("credential").asText().equals("finger") && it.path("data").has("kind")));
      module().touch(9, Press.GOOD);
      terminal.awaitScreen("unknown", screen -> screen.path("reason").asText().equals("FINGER_UNKNOWN"));
      awaitEntry(site, "tap.unidentified.v1", data -> data.path("reason").asText().equals("UNKNOWN_FINGER")
          && !data.has("badgeHash"));
      lift();
      module().touch(1, Press.OFF_CENTRE);
      terminal.awaitScreen("hint", screen -> screen.path("reason").asText().equals("MOVE_TO_THE_CENTRE"));
      lift();

      TerminalProcess.Finished list = run(site, "finger", "list");
      assertTrue(list.output().lines().anyMatch(it -> it.startsWith("w3 ") && it.contains("in force, text 2026-11")),
          list.output());
      // Another worker cannot have the same finger.
      done(site, "consent", "give", "w4", "--text-version", "2026-11");
      EnrolDialogue second = new EnrolDialogue(site.config(), "w4");
      second.awaitLine("press 1 of 2");
      module().touch(1, Press.GOOD);
      second.awaitLine("press 1 is good: lift");
      module().lift();
      second.awaitLine("this finger is in the module already, at place 0, of worker w3");
      assertEquals(65, second.end());

      TerminalProcess.Finished withdrawn = run(site, "consent", "withdraw", "w3");
      assertEquals(0, withdrawn.exit(), withdrawn.output());
      assertTrue(withdrawn.output().contains("erased in the module too"), withdrawn.output());
      assertEquals(List.of(), module().taken());
      awaitEntry(site, "consent.withdrawn.v1", data -> data.path("worker").asText().equals("w3"));
      awaitEntry(site, "finger.erased.v1", data -> data.path("worker").asText().equals("w3")
          && data.path("place").asInt() == 0 && data.path("absentFrom").toString().equals("[\"MODULE\",\"STORE\"]"));
      assertFalse(run(site, "finger", "list").output().contains("w3 "));
      long unknown = terminal.screens().stream().filter(it -> it.path("reason").asText().equals("FINGER_UNKNOWN"))
          .count();
      module().touch(1, Press.GOOD);
      await().atMost(PATIENCE).until(() -> terminal.screens().stream()
          .filter(it -> it.path("reason").asText().equals("FINGER_UNKNOWN")).count() > unknown);
      lift();
      assertEquals(65, run(site, "finger", "enrol", "w3").exit(), "the consent is gone");
      assertEquals(1, terminal.ticks().size());
      assertNoTemplate(site, 1, 9);
      try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertNone(Files.readAllBytes(file), List.of("PPFT".getBytes(StandardCharsets.US_ASCII)),
              "sealed template in " + file);
        }
      }
    }
  }

  @Test
  void aModuleThatIsNotAsTheStoreSaysIsRepairedAndTold() throws Exception {
    try (SimulatedLine line = line(); Site site = site(); TerminalProcess terminal = site.start()) {
      enrol(site, "w3", 3);
      enrol(site, "w4", 4);
      awaitTaken(0, 1);
      assertNoTemplate(site, 3, 4);

      // Another module in its place: an empty one, and one that knows a stranger.
      exchange(site, new R503Simulator());
      awaitEntry(site, "finger.library.repaired.v1", data -> numbers(data.path("loaded")).equals(List.of(0, 1))
          && numbers(data.path("deleted")).isEmpty());
      awaitTaken(0, 1);
      module().touch(4, Press.GOOD);
      awaitTicks(terminal, 1);
      assertEquals("w4", terminal.ticks().getFirst().path("worker").asText());
      lift();
      R503Simulator known = new R503Simulator();
      known.know(0, 3);
      known.know(1, 4);
      known.know(7, 77);
      exchange(site, known);
      awaitEntry(site, "finger.library.repaired.v1", data -> numbers(data.path("deleted")).equals(List.of(7)));
      awaitTaken(0, 1);

      // One that has a stranger where a worker belongs: its index is as it should be.
      R503Simulator foreign = new R503Simulator();
      foreign.know(0, 66);
      foreign.know(1, 4);
      exchange(site, foreign);
      module().touch(66, Press.GOOD);
      terminal.awaitScreen("stranger", screen -> screen.path("reason").asText().equals("PRESS_AGAIN"));
      awaitEntry(site, "finger.library.repaired.v1", data -> numbers(data.path("deleted")).equals(List.of(0))
          && numbers(data.path("loaded")).equals(List.of(0)));
      assertEquals(1, terminal.ticks().size(), "a stranger is no worker");
      lift();
      module().touch(3, Press.GOOD);
      awaitTicks(terminal, 2);
      assertEquals("w3", terminal.ticks().getLast().path("worker").asText());
      lift();

      // A worker who is not active has no place in the module, and gets it back.
      Path fewer = folder.resolve("fewer.csv");
      Files.write(fewer, Files.readAllLines(folder.resolve("roster.csv")).stream().filter(it -> !it.startsWith("w4,"))
          .toList());
      done(site, "roster", "import", fewer.toString());
      awaitTaken(0);
      done(site, "roster", "import", folder.resolve("roster.csv").toString());
      awaitTaken(0, 1);

      done(site, "worker", "erase", "w4", "--reason", "left the company");
      awaitTaken(0);
      awaitEntry(site, "finger.erased.v1", data -> data.path("worker").asText().equals("w4"));
      assertNoTemplate(site, 3, 4, 66, 77);
    }
  }

  private void exchange(Site site, R503Simulator other) {
    int lost = entries(site, "reader.lost.v1").size();
    gone = true;
    await("lost").atMost(PATIENCE).until(() -> entries(site, "reader.lost.v1").size() > lost);
    int found = entries(site, "reader.found.v1").size();
    module = other;
    gone = false;
    await("found").atMost(PATIENCE).until(() -> entries(site, "reader.found.v1").size() > found);
  }

  @Test
  void aProcessThatIsKilledInTheMidstOfAnEnrolmentLeavesNoTemplateWithoutItsEntry() throws Exception {
    try (SimulatedLine line = line(); Site site = site()) {
      try (TerminalProcess terminal = site.start()) {
        done(site, "consent", "give", "w3", "--text-version", "2026-11");
        EnrolDialogue dialogue = new EnrolDialogue(site.config(), "w3");
        dialogue.awaitLine("press 1 of 2");
        module().touch(1, Press.GOOD);
        dialogue.awaitLine("press 1 is good");
        module().lift();
        dialogue.awaitLine("press 2 of 2");
        Thread keeper = Thread.ofPlatform().daemon().start(() -> {
          while (module().taken().isEmpty()) {
            Thread.onSpinWait();
          }
          // It is in the module, and the terminal does not hear so.
          module().holdBack(true);
        });
        module().touch(1, Press.GOOD);
        keeper.join(20_000);
        terminal.kill();
        assertEquals(74, dialogue.end());
        module().holdBack(false);
        module().lift();
      }
      assertEquals(List.of(0), module().taken(), "the power was cut at the worst moment");
      try (TerminalProcess terminal = site.start()) {
        awaitTaken();
        awaitEntry(site, "finger.library.repaired.v1", data -> numbers(data.path("deleted")).equals(List.of(0)));
        assertEquals(List.of(), entries(site, "finger.enrolled.v1"));
        // Whoever gives up leaves nothing either.
        EnrolDialogue left = new EnrolDialogue(site.config(), "w3");
        left.awaitLine("press 1 of 2");
        module().touch(1, Press.GOOD);
        left.awaitLine("press 1 is good");
        left.process().destroyForcibly();
        module().lift();
        new EnrolDialogue(site.config(), "w3").press(this::module, 1);
        awaitTaken(0);
        assertTrue(terminal.isAlive());
      }
      // A withdrawal while the terminal is stopped is made good at its start, before the next finger.
      TerminalProcess.Finished withdrawn = run(site, "consent", "withdraw", "w3");
      assertEquals(0, withdrawn.exit(), withdrawn.output());
      assertTrue(run(site, "finger", "list").output().contains("still to be erased in the module"));
      try (TerminalProcess terminal = site.start()) {
        awaitTaken();
        awaitEntry(site, "finger.erased.v1", data -> data.path("worker").asText().equals("w3"));
        assertTrue(terminal.isAlive());
      }
    }
  }

  @Test
  void aFullModuleIsNamedAndAModuleWithATouchPinIsLeftInPeace() throws Exception {
    module = new R503Simulator(1, 2, 0xFFFFFFFFL, 0);
    try (SimulatedChip chip = new SimulatedChip(folder.resolve("chip"), true);
        SimulatedLine line = line();
        Site site = site("touch-gpio = 26")) {
      chip.set("26", true);
      try (TerminalProcess terminal = TerminalProcess.start(site.config(), SimulatedChip.Program.class,
          Map.of("PUNCHPOST_TEST_CHIP", folder.resolve("chip").toString()))) {
        terminal.awaitReady();
        await().atMost(PATIENCE).until(() -> chip.held("26") && module().heard() > 0);
        done(site, "consent", "give", "w3", "--text-version", "2026-11");
        EnrolDialogue dialogue = new EnrolDialogue(site.config(), "w3");
        dialogue.awaitLine("press 1 of 2");
        press(chip, 3);
        dialogue.awaitLine("press 1 is good: lift");
        let(chip);
        dialogue.awaitLine("press 2 of 2");
        press(chip, 3);
        dialogue.awaitLine("press 2 is good: lift");
        let(chip);
        dialogue.awaitLine("entry ");
        assertEquals(0, dialogue.end());

        done(site, "consent", "give", "w4", "--text-version", "2026-11");
        TerminalProcess.Finished full = run(site, "finger", "enrol", "w4");
        assertEquals(69, full.exit(), full.output());
        assertTrue(full.output().contains("the module of reader finger is full: all 1 places are taken"),
            full.output());

        long heard = module().heard();
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertEquals(heard, module().heard(), "nobody touches it, nothing is sent");
        press(chip, 3);
        awaitTicks(terminal, 1);
        let(chip);

        done(site, "finger", "delete", "w3");
        awaitTaken();
        awaitEntry(site, "finger.deleted.v1", data -> data.path("fingers").asInt() == 1);
        awaitEntry(site, "finger.erased.v1", data -> data.path("worker").asText().equals("w3"));
      }
    }
  }

  private void press(SimulatedChip chip, int finger) {
    module().touch(finger, Press.GOOD);
    chip.set("26", false);
  }

  private void let(SimulatedChip chip) {
    module().lift();
    chip.set("26", true);
  }

  @Test
  void anotherKeyStopsTheReaderAndNothingElseAndDestroysNothing() throws Exception {
    try (SimulatedLine line = line(); Site site = site()) {
      try (TerminalProcess terminal = site.start()) {
        enrol(site, "w3", 3);
        assertTrue(terminal.isAlive());
      }
      key("ff".repeat(32));
      try (TerminalProcess terminal = site.start()) {
        awaitEntry(site, "reader.lost.v1", data -> data.path("reader").asText().equals("finger")
            && data.path("cause").asText().equals("PERMISSION"));
        assertEquals(List.of(0), module().taken());
        site.badges().tap(5);
        awaitTicks(terminal, 1);
        await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        assertEquals(List.of(), entries(site, "reader.found.v1"), "told once, and not found again and again");
        key("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
        awaitEntry(site, "reader.found.v1", data -> data.path("reader").asText().equals("finger"));
        module().touch(3, Press.GOOD);
        awaitTicks(terminal, 2);
        module().lift();
      }
      Files.setPosixFilePermissions(folder.resolve("finger.key"), PosixFilePermissions.fromString("rw-r--r--"));
      TerminalProcess.Finished doctor = run(site, "doctor");
      assertEquals(1, doctor.exit());
      assertTrue(doctor.output().contains("reader finger: file " + folder.resolve("finger.key")
          + " is open to others: sudo chmod 0600"), doctor.output());
    }
  }
}
