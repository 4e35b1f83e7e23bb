package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.SettingsReader;
import dev.punchpost.kiosk.config.SettingsResult;
import dev.punchpost.kiosk.health.Status;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A terminal whose display does not work.
class DeadDisplayTest {
  /// No machine has so many.
  private static final String PANEL = "driver = \"hd44780\"\ni2c-bus = 99";

  @TempDir
  Path folder;

  /// Fails whenever it is shown something.
  private static final class Dead implements ViewDisplay {
    final AtomicInteger tries = new AtomicInteger();

    @Override
    public void show(View view, int page) {
      tries.incrementAndGet();
      throw new HalException(HalException.Kind.IO, "nothing on this display ever works");
    }

    @Override
    public int pages(View view) {
      return 1;
    }

    @Override
    public void dim(boolean dimmed) {
      throw new HalException(HalException.Kind.IO, "nor can it be dimmed");
    }

    @Override
    public void close() {}
  }

  private static void withDisplay(Site site) throws IOException {
    Files.writeString(site.config(), Files.readString(site.config())
        .replace("driver = \"json-lines\"\npath = \"/dev/stdout\"", PANEL));
  }

  private static Settings settings(Site site) {
    return assertInstanceOf(SettingsResult.Good.class, SettingsReader.read(site.config())).settings();
  }

  @Test
  void everyTapIsRecordedAndTheFaultIsTold() throws IOException, InterruptedException {
    Dead display = new Dead();
    Wiring wiring = new Wiring() {
      @Override
      protected ViewDisplay display(PanelSettings.Display settings, DriverCatalogue drivers) {
        return display;
      }
    };
    try (Site site = new Site(folder, "repeat-window = \"0s\"")) {
      withDisplay(site);
      try (Terminal terminal = new Terminal(settings(site),
          new Status.Config(site.config().toString(), Status.ConfigState.GOOD, List.of()), List.of(), wiring)) {
        await().until(() -> terminal.status().readers().getFirst().state() == Status.ReaderState.WORKING);
        long before = terminal.status().ledger().orElseThrow().lastSequence();
        for (int tap = 1; tap <= 10; tap++) {
          site.badges().tap(tap);
          long expected = before + tap;
          await().atMost(Duration.ofSeconds(5))
              .until(() -> terminal.status().ledger().orElseThrow().lastSequence() >= expected);
        }
        assertTrue(display.tries.get() > 0);
        await().until(() -> terminal.status().panel().orElseThrow().state() == Status.ReaderState.FAULTED);
        assertEquals("nothing on this display ever works",
            terminal.status().panel().orElseThrow().fault().orElseThrow());

        TerminalProcess.Finished status = TerminalProcess.run("status", "--config", site.config().toString());
        assertTrue(status.output().contains("panel    hd44780 at /dev/i2c-99 address 0x27: faulted since "),
            status.output());
        TerminalProcess.Finished doctor = TerminalProcess.run("doctor", "--config", site.config().toString());
        assertEquals(1, doctor.exit());
        assertTrue(doctor.output().contains("/dev/i2c-99 does not exist"), doctor.output());
        assertTrue(doctor.output().contains("does not work: nothing on this display ever works"), doctor.output());

        // What the display should show can be looked at all the same.
        Path png = folder.resolve("screen.png");
        TerminalProcess.Finished drawn = TerminalProcess.run("screen", "--png", png.toString(), "--size", "320x240",
            "--config", site.config().toString());
        assertEquals(0, drawn.exit(), drawn.output());
        BufferedImage picture = ImageIO.read(png.toFile());
        assertEquals(320, picture.getWidth());
        assertEquals(240, picture.getHeight());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(png)));
      }
    }
  }

  @Test
  void theScreenIsLoggedBesideItTheFaultOnceAndNothingThatDrawsIsLoaded() throws IOException, InterruptedException {
    try (Site site = new Site(folder, "repeat-window = \"0s\"")) {
      withDisplay(site);
      Path log = folder.resolve("service.log");
      Path classes = folder.resolve("classes.log");
      List<String> command = new ArrayList<>(TerminalProcess.command("run", "--config", site.config().toString()));
      command.add(1, "-Xlog:class+load:file=" + classes);
      Process service = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      try {
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(log).contains("ready: plant-a/door-1"));
        await().until(() -> Files.readString(log).contains("the panel does not work"));
        site.badges().tap(3);
        await().until(() -> Files.readString(log).contains("recorded: "));
      } finally {
        service.destroy();
        service.waitFor();
      }
      assertEquals(1, Files.readString(log).split("the panel does not work", -1).length - 1, "told once");
      assertTrue(loaded(classes, "dev.punchpost.kiosk.panel.DisplayOutput "));
      assertFalse(loaded(classes, "java.awt."), "Java2D costs start-up time and memory");
      assertFalse(loaded(classes, "dev.punchpost.drivers.framebuffer.Framebuffer "));
    }
  }

  private static boolean loaded(Path classes, String name) throws IOException {
    try (Stream<String> lines = Files.lines(classes)) {
      return lines.anyMatch(line -> line.contains(" " + name) || line.contains("] " + name));
    }
  }
}
