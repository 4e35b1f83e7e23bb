package dev.punchpost.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.demo.terminal.ServiceJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real service, the real broker, every accident; and three services with one bad spot each, which must not pass.
///
/// Short form: 12 taps. Full form: `-Dpunchpost.full=true` makes it 500.
class HeadlessRunTest {
  private static final int TAPS = Boolean.getBoolean("punchpost.full") ? 500 : 12;
  private static final int TAPS_OF_A_BAD_BUILD = 8;
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final Duration SETTLE_OF_A_BAD_BUILD = Duration.ofSeconds(3);

  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void everyTickComesBackThroughPulledCablesAndPowerCuts() throws Exception {
    assertTrue(run(ServiceBuild.real(), Optional.empty(), TAPS, SETTLE), this::said);

    assertSaid("network cable pulled");
    assertSaid("reader unplugged");
    assertSaid("power cut");
    assertSaid("Every tick came back from the broker exactly once, unchanged.");
  }

  @Test
  void aSingleTapMeetsEveryAccidentToo(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");

    assertTrue(run(ServiceBuild.real(), Optional.of(data), 1, SETTLE), this::said);
    assertTrue(Files.isDirectory(data), "the data directory was to be kept");
    lines.clear();

    assertTrue(new HeadlessRun(ServiceBuild.real(), Optional.of(data), 1, List.of(), SETTLE, lines::add).play(),
        this::said);
  }

  @Test
  void theRealBuildPassesWithoutAccidentsToo() throws Exception {
    assertTrue(new HeadlessRun(ServiceBuild.real(), Optional.empty(), TAPS_OF_A_BAD_BUILD, List.of(), SETTLE,
        lines::add).play(), this::said);
  }

  @Test
  void aBuildThatDropsOnePunchFails() throws Exception {
    assertFails(SabotagedTerminal.Dropping.class, "lost: worker");
  }

  @Test
  void aBuildThatDoublesOnePunchFails() throws Exception {
    assertFails(SabotagedTerminal.Doubling.class, "doubled: ");
  }

  @Test
  void aBuildThatAltersOnePunchFails() throws Exception {
    assertFails(SabotagedTerminal.Altering.class, "altered: ");
  }

  private void assertFails(Class<?> main, String reason) throws Exception {
    assertFalse(new HeadlessRun(ServiceBuild.startedBy(main), Optional.empty(), TAPS_OF_A_BAD_BUILD, List.of(),
        SETTLE_OF_A_BAD_BUILD, lines::add).play(), this::said);
    assertSaid(reason);
    assertEquals(0, lines.stream().filter(line -> line.contains("Every tick came back")).count());
  }

  private boolean run(ServiceJvm jvm, Optional<Path> data, int taps, Duration settle)
      throws IOException, InterruptedException {
    return new HeadlessRun(jvm, data, taps, settle, lines::add).play();
  }

  private void assertSaid(String part) {
    assertTrue(lines.stream().anyMatch(line -> line.contains(part)), () -> part + " is not in" + said());
  }

  private String said() {
    return "\n" + String.join("\n", lines);
  }
}
