package dev.punchpost.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.KernelPins;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.PanelSettings.Oled;
import dev.punchpost.kiosk.config.ReaderSettings.SpiBus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Displays that this machine does not have. That they show what they should is proved with their simulators.
class DisplayDriversTest {
  @TempDir
  Path folder;

  @Test
  void aDisplayThatIsNotThereIsNamed() {
    Oled.Spi spi = new Oled.Spi(new SpiBus(6, 2, 1_000_000), 24, Optional.of(25));
    List<PanelSettings.Display> displays = List.of(
        new PanelSettings.Hd44780(99, 0x27, 20, 4, "A00", Optional.empty()),
        new PanelSettings.Hd44780(99, 0x3F, 16, 2, "A02", Optional.empty()),
        new Oled("ssd1306", new Oled.I2c(99, 0x3C), 32, true, Optional.empty()),
        new Oled("sh1106", spi, 64, false, Optional.empty()),
        new PanelSettings.Framebuffer(folder.resolve("fb0"), 90, Optional.empty()));
    try (DriverCatalogue drivers = new DriverCatalogue(BootTicker.system(), Pause.real(), OptionalLong::empty,
        _ -> {}, new FingerDrivers(new KernelPins(), BootTicker.system(), Pause.real(), Map.of(), Optional.empty()))) {
      for (PanelSettings.Display display : displays) {
        HalException missing = assertThrows(HalException.class, () -> drivers.open(display), display::toString);
        assertEquals(HalException.Kind.NO_DEVICE, missing.kind(), missing::getMessage);
      }
    }
  }
}
