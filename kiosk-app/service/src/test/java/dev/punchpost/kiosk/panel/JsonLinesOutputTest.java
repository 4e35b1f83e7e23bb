package dev.punchpost.kiosk.panel;

import static dev.punchpost.kiosk.panel.Screens.FRONT;
import static dev.punchpost.kiosk.panel.Screens.NOW;
import static dev.punchpost.kiosk.panel.Screens.in;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesOutputTest {
  private static final ScreenViews VIEWS = new ScreenViews("en", "Plant A");

  @TempDir
  Path folder;

  private final ScreenText text = new ScreenText("en", 20, 4);

  /// Writes ticks without end to its standard output, until it is killed.
  static final class Ticks {
    private Ticks() {}

    public static void main(String[] arguments) {
      try (JsonLinesOutput output = new JsonLinesOutput(Path.of("/dev/stdout"), Screens.MADRID, VIEWS)) {
        for (long seq = 1;; seq++) {
          output.show(Screens.showing(in(seq), List.of("Hola Ana")));
        }
      }
    }
  }

  @Test
  void aTickIsOneLineWithEveryField() throws IOException {
    assertEquals("{\"screen\":\"accepted\",\"reader\":\"front\",\"worker\":\"1001\",\"name\":\"Ana \\\"Güle\\\"\","
        + "\"language\":\"es\",\"kind\":\"OUT\",\"at\":\"2026-11-20T08:00:01.123456+01:00\",\"seq\":12,"
        + "\"entry\":\"019aa000-0000-7000-8000-000000000001\",\"repeat\":true,\"outMissing\":false,\"clockTrusted\":true,\"passage\":\"FREE\","
        + "\"text\":[\"Adiós Ana \\\"Güle\\\"\",\"SALIDA 08:00\",\"Ya registrado\",\"\"],"
        + "\"view\":{\"view\":\"Greeting\",\"name\":\"Ana \\\"Güle\\\"\",\"direction\":\"OUT\",\"word\":\"SALIDA\","
        + "\"time\":\"08:00\",\"clock\":\"SURE\",\"hint\":{\"text\":\"Ya registrado\",\"brief\":\"Ya registrado\"}},"
        + "\"signal\":[{\"light\":\"GREEN\",\"hertz\":1500,\"ms\":80},{\"light\":\"GREEN\",\"hertz\":0,\"ms\":300},"
        + "{\"light\":\"AMBER\",\"hertz\":0,\"ms\":800}]}",
        written(Screens.accepted("Ana \"Güle\"", "es", Kind.OUT, true, false)));
  }

  @Test
  void theOtherScreensHaveTheirOwnFields() throws IOException {
    assertStarts("{\"screen\":\"idle\",\"online\":false,\"waiting\":3,\"clockTrusted\":true,\"text\":[",
        new Screen.Idle(false, 3, true));
    assertStarts(
        "{\"screen\":\"refused\",\"reader\":\"front\",\"reason\":\"NOT_RECORDED\",\"language\":\"\",\"text\":[",
        new Screen.Refused(FRONT, Screen.Refused.Reason.NOT_RECORDED, ""));
    assertStarts("{\"screen\":\"wait\",\"reader\":\"front\",\"taken\":false,\"text\":[", new Screen.Wait(FRONT, false));
    assertStarts("{\"screen\":\"reader-state\",\"reader\":\"front\",\"working\":false,\"text\":[",
        new Screen.ReaderState(FRONT, false));
    assertStarts("{\"screen\":\"not-set-up\",\"where\":\"a.toml:1\",\"text\":[", new Screen.NotSetUp("a.toml:1"));
    assertStarts("{\"screen\":\"configuration-rejected\",\"where\":\"a.toml:1\",\"text\":[",
        new Screen.ConfigurationRejected("a.toml:1"));
  }

  private Showing at(ZonedDateTime now, ClockState clock) {
    Screen idle = new Screen.Idle(true, 0, true);
    return new Showing(idle, Set.of(), now, clock, List.of(), Signals.of(idle));
  }

  @Test
  void everyScreenIsOneLineOfJson() throws IOException {
    Path file = folder.resolve("panel.jsonl");
    List<Screen> screens = Screens.all("Ana\nLuisa\u2028\uD83D\"\\", "en");
    try (JsonLinesOutput output = new JsonLinesOutput(file, Screens.MADRID, VIEWS)) {
      screens.forEach(s -> show(output, s));
    }

    List<String> lines = Files.readAllLines(file);
    assertEquals(screens.size(), lines.size());
    for (String line : lines) {
      assertTrue(new ObjectMapper().readTree(line).isObject());
    }
  }

  @Test
  void anIdleScreenIsWrittenOnceAndAgainAfterAnAnswer() throws IOException {
    Path file = folder.resolve("panel.jsonl");
    try (JsonLinesOutput output = new JsonLinesOutput(file, Screens.MADRID, VIEWS)) {
      for (Screen screen : List.of(new Screen.Idle(true, 0, true), new Screen.Idle(true, 0, true), in(1),
          new Screen.Idle(true, 0, true), new Screen.Idle(true, 1, true))) {
        show(output, screen);
      }
    }
    assertEquals(4, Files.readAllLines(file).size());
  }

  @Test
  void anIdleScreenIsWrittenAgainWhenAnythingButTheTimeHasChanged() throws IOException {
    Path file = folder.resolve("panel.jsonl");
    try (JsonLinesOutput output = new JsonLinesOutput(file, Screens.MADRID, VIEWS)) {
      for (Showing showing : List.of(at(NOW, ClockState.SYNCHRONISED), at(NOW.plusDays(1), ClockState.SYNCHRONISED),
          at(NOW.plusDays(2), ClockState.HOLDOVER))) {
        output.show(showing);
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size());
    assertEquals("UNSURE", new ObjectMapper().readTree(lines.getLast()).at("/view/clock").asText());
  }

  @Test
  void aNewFileIsTheOwnersAndAnOldOneIsGoneOnWith() throws IOException {
    Path file = folder.resolve("panel.jsonl");
    for (int run = 1; run <= 2; run++) {
      try (JsonLinesOutput output = new JsonLinesOutput(file, Screens.MADRID, VIEWS)) {
        show(output, in(run));
      }
    }
    assertEquals(2, Files.readAllLines(file).size());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aHalfLineOfAnEarlierRunIsEndedFirst() throws IOException {
    Path file = Files.writeString(folder.resolve("panel.jsonl"), "{\"screen\":\"acc");
    try (JsonLinesOutput output = new JsonLinesOutput(file, Screens.MADRID, VIEWS)) {
      show(output, in(1));
      show(output, in(2));
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(3, lines.size());
    assertEquals("{\"screen\":\"acc", lines.getFirst());
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsSaidAndLaterTriedAgain() throws IOException {
    Path file = folder.resolve("later/panel.jsonl");
    try (JsonLinesOutput output = new JsonLinesOutput(file, Screens.MADRID, VIEWS)) {
      assertThrows(UncheckedIOException.class, () -> show(output, in(1)));
      Files.createDirectory(file.getParent());
      show(output, in(1));
    }
    assertEquals(1, Files.readAllLines(file).size());
  }

  @Test
  void aFullDeviceIsSaid() {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    try (JsonLinesOutput output = new JsonLinesOutput(Path.of("/dev/full"), Screens.MADRID, VIEWS)) {
      assertThrows(UncheckedIOException.class, () -> show(output, in(1)));
    }
  }

  @Test
  void aFifoNeedsNoReaderYet() throws IOException, InterruptedException {
    Path fifo = folder.resolve("panel.fifo");
    Assumptions.assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "there is no mkfifo");
    try (JsonLinesOutput output = new JsonLinesOutput(fifo, Screens.MADRID, VIEWS)) {
      show(output, in(1));
      try (BufferedReader reader = Files.newBufferedReader(fifo)) {
        assertTrue(reader.readLine().contains("\"seq\":1,"));
        show(output, in(2));
        assertTrue(reader.readLine().contains("\"seq\":2,"));
      }
      show(output, in(3));
    }
  }

  @Test
  void aProcessThatIsKilledLeavesWholeLinesOnItsPipe() throws IOException, InterruptedException {
    Path file = folder.resolve("read.jsonl");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<Process> processes = ProcessBuilder.startPipeline(List.of(
        new ProcessBuilder(java, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            Ticks.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD),
        new ProcessBuilder("cat").redirectOutput(file.toFile())));
    await().until(() -> Files.exists(file) && Files.size(file) > 200_000);
    processes.getFirst().destroyForcibly();
    processes.getLast().waitFor();

    String all = Files.readString(file);
    assertTrue(all.endsWith("]}\n"), "the last line is whole");
    long seq = 0;
    for (String line : all.lines().toList()) {
      seq++;
      assertTrue(line.contains("\"seq\":" + seq + ",") && line.endsWith("]}"), line);
    }
  }

  private void assertStarts(String expected, Screen screen) throws IOException {
    String line = written(screen);
    assertEquals(expected, line.substring(0, Math.min(expected.length(), line.length())));
  }

  private String written(Screen screen) throws IOException {
    Path file = folder.resolve("one.jsonl");
    Files.deleteIfExists(file);
    try (JsonLinesOutput output = new JsonLinesOutput(file, Screens.MADRID, VIEWS)) {
      show(output, screen);
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(1, lines.size());
    return lines.getFirst();
  }

  private void show(JsonLinesOutput output, Screen screen) {
    output.show(Screens.showing(screen, text.lines(screen, NOW)));
  }
}
