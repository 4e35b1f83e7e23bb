package dev.punchpost.kiosk.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Panels that are displays: one record for each driver, with what its keys say. Ranges are checked by [PanelSection].
public final class PanelSettings {
  private PanelSettings() {}

  /// A display. What it shows is logged as well.
  public sealed interface Display extends Settings.Panel {
    /// How long nobody must have come before it is made darker; empty for never.
    Optional<Duration> dimAfter();
  }

  /// @param bus number of `/dev/i2c-…`
  /// @param address 0x20 .. 0x27 or 0x38 .. 0x3F
  /// @param columns 16 or 20
  /// @param rows 2 or 4
  /// @param rom `A00` or `A02`
  public record Hd44780(int bus, int address, int columns, int rows, String rom, Optional<Duration> dimAfter)
      implements
        Display {
    @Override
    public String driver() {
      return "hd44780";
    }

    @Override
    public String port() {
      return i2c(bus, address);
    }
  }

  /// @param driver `ssd1306` or `sh1106`
  /// @param height 64, or 32 with an SSD1306
  /// @param upsideDown whether the module is mounted with its pins below
  public record Oled(String driver, Link link, int height, boolean upsideDown, Optional<Duration> dimAfter)
      implements
        Display {
    /// How the module is connected.
    public sealed interface Link {
      /// As `status` and `doctor` show it.
      String path();
    }

    /// @param bus number of `/dev/i2c-…`
    /// @param address 0x3C or 0x3D
    public record I2c(int bus, int address) implements Link {
      @Override
      public String path() {
        return i2c(bus, address);
      }
    }

    /// @param dcGpio BCM number, 0 .. 27
    /// @param resetGpio BCM number, 0 .. 27; empty for a module that resets itself
    public record Spi(ReaderSettings.SpiBus spi, int dcGpio, Optional<Integer> resetGpio) implements Link {
      @Override
      public String path() {
        return spi.path();
      }
    }

    @Override
    public String port() {
      return link.path();
    }
  }

  /// @param turn degrees by which the screen was turned clockwise when it was hung up: 0, 90, 180 or 270
  public record Framebuffer(Path device, int turn, Optional<Duration> dimAfter) implements Display {
    @Override
    public String driver() {
      return "framebuffer";
    }

    @Override
    public String port() {
      return device.toString();
    }
  }

  private static String i2c(int bus, int address) {
    return String.format(Locale.ROOT, "/dev/i2c-%d address 0x%02x", bus, address);
  }
}
