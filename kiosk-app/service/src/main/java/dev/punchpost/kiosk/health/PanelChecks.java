package dev.punchpost.kiosk.health;

import dev.punchpost.kiosk.config.PanelSettings;
import dev.punchpost.kiosk.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` says of the panel: whether its device is there and may be used, and whether the running service can show
/// anything on it.
final class PanelChecks {
  private static final String NAME = "panel";

  private PanelChecks() {}

  static List<Check> of(Settings.Panel panel, ServiceView service) {
    List<Check> checks = new ArrayList<>();
    switch (panel) {
      case Settings.LogPanel _,Settings.JsonLinesPanel _ -> {
        // What it writes to is made when it is needed.
      }
      case PanelSettings.Hd44780 p -> i2c(p.bus(), checks);
      case PanelSettings.Oled p -> {
        switch (p.link()) {
          case PanelSettings.Oled.I2c(int bus, int _) -> i2c(bus, checks);
          case PanelSettings.Oled.Spi spi -> {
            DeviceFiles.check(NAME, Path.of(spi.path()), "switch SPI on: raspi-config, or dtparam=spi=on", "spi",
                checks);
            DeviceFiles.pins(NAME, "the D/C pin of an OLED on SPI needs the header of a Raspberry Pi", checks);
          }
        }
      }
      case PanelSettings.Framebuffer p -> DeviceFiles.check(NAME, p.device(),
          "plug the screen in before the start; docs/hardware/displays.md has the kernel's options", "video", checks);
    }
    if (service instanceof ServiceView.Running running && !running.panelFault().isEmpty()) {
      checks.add(Check.fail(NAME, "does not work: " + running.panelFault(),
          "look at its supply and its wires; docs/hardware/displays.md has them"));
    }
    return checks;
  }

  private static void i2c(int bus, List<Check> checks) {
    DeviceFiles.check(NAME, Path.of("/dev/i2c-" + bus), "switch I2C on: raspi-config, or dtparam=i2c_arm=on", "i2c",
        checks);
  }
}
