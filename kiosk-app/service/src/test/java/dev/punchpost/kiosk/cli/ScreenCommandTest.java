package dev.punchpost.kiosk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.TerminalProcess;
import dev.punchpost.kiosk.TerminalProcess.Finished;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `punchpost screen` of a terminal that does not run. [dev.punchpost.kiosk.DeadDisplayTest] asks a running one.
class ScreenCommandTest {
  @TempDir
  Path folder;

  private Path config = Path.of("");
  private Path png = Path.of("");

  @BeforeEach
  void files() throws IOException {
    png = folder.resolve("screen.png");
    config = Files.writeString(folder.resolve("p.toml"), """
        [terminal]
        site = "plant-a"
        id = "door-1"
        time-zone = "Europe/Madrid"
        language = "de"
        [mqtt]
        url = "mqtt://127.0.0.1:1"
        [store]
        directory = "data"
        """);
  }

  private Finished screen(String... more) {
    return TerminalProcess.run(Stream.concat(Stream.of("screen", "--config", config.toString()), Stream.of(more))
        .toArray(String[]::new));
  }

  @Test
  void aSampleHasTheSizeThatWasAskedFor() throws IOException {
    Finished drawn = screen("--png", png.toString(), "--screen", "in");
    assertEquals(0, drawn.exit(), drawn.output());
    BufferedImage usual = ImageIO.read(png.toFile());
    assertEquals(List.of(800, 480), List.of(usual.getWidth(), usual.getHeight()));
    assertEquals(0, screen("--png", png.toString(), "--screen", "idle", "--size", "480x800").exit());
    BufferedImage upright = ImageIO.read(png.toFile());
    assertEquals(List.of(480, 800), List.of(upright.getWidth(), upright.getHeight()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(Set.of("p.toml", "screen.png"), files.map(file -> file.getFileName().toString())
          .collect(Collectors.toSet()), "nothing half done is left");
    }
  }

  @Test
  void whatIsWrongIsToldAndHasItsExitCode() {
    Finished unknown = screen("--png", png.toString(), "--screen", "lunch");
    assertEquals(64, unknown.exit());
    assertTrue(unknown.output().contains("idle, idle-offline, idle-unset, in, out"), unknown.output());
    assertEquals(64, screen("--png", png.toString(), "--screen", "in", "--size", "80x60").exit());
    assertEquals(64, screen("--screen", "in").exit());
    assertEquals(73, screen("--png", folder.resolve("no/such/folder.png").toString(), "--screen", "in").exit());
    Finished stopped = screen("--png", png.toString());
    assertEquals(75, stopped.exit());
    assertTrue(stopped.output().contains("the service must run"), stopped.output());
    assertFalse(Files.exists(png));
  }
}
