package dev.punchpost.kiosk.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.PanelSettings.Oled;
import dev.punchpost.kiosk.config.ReaderSettings.SpiBus;
import dev.punchpost.kiosk.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PanelChecksTest {
  private static final ServiceView STOPPED = new ServiceView.Stopped();

  @TempDir
  Path folder;

  private static Check only(Settings.Panel panel) {
    List<Check> checks = PanelChecks.of(panel, STOPPED);
    assertEquals(1, checks.size(), checks::toString);
    return checks.getFirst();
  }

  @Test
  void aDeviceThatIsNotThereIsToldWithWhatToDo() {
    Check text = only(new PanelSettings.Hd44780(99, 0x27, 20, 4, "A00", Optional.empty()));
    assertEquals(Check.Level.FAIL, text.level());
    assertTrue(text.words().contains("/dev/i2c-99 does not exist"), text.words());
    assertTrue(text.advice().contains("i2c_arm"), text.advice());
    assertEquals(Check.Level.FAIL,
        only(new Oled("ssd1306", new Oled.I2c(99, 0x3C), 64, false, Optional.empty())).level());
    List<Check> spi = PanelChecks.of(new Oled("sh1106", new Oled.Spi(new SpiBus(6, 2, 1_000_000), 24,
        Optional.empty()), 64, false, Optional.empty()), STOPPED);
    assertTrue(spi.getFirst().words().contains("/dev/spidev6.2 does not exist"), spi::toString);
    Check screen = only(new PanelSettings.Framebuffer(folder.resolve("fb0"), 0, Optional.empty()));
    assertTrue(screen.words().contains("fb0 does not exist"), screen.words());
  }

  @Test
  void aScreenThatMayBeUsedIsInOrder() throws IOException {
    Path device = Files.createFile(folder.resolve("fb0"));
    assertEquals(Check.Level.OK, only(new PanelSettings.Framebuffer(device, 0, Optional.empty())).level());
  }

  @Test
  void theLogNeedsNothing() {
    assertEquals(List.of(), PanelChecks.of(new Settings.LogPanel(), STOPPED));
  }

  @Test
  void whatTheRunningServiceFindsIsTold() throws IOException {
    Path device = Files.createFile(folder.resolve("fb0"));
    List<Check> checks = PanelChecks.of(new PanelSettings.Framebuffer(device, 0, Optional.empty()),
        new ServiceView.Running(true, "", "", "", "the screen takes no more", "", List.of()));
    assertEquals(Check.Level.FAIL, checks.getLast().level());
    assertEquals("does not work: the screen takes no more", checks.getLast().words());
  }
}
