package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.ReaderValueTypes.Flag;
import dev.punchpost.kiosk.config.ReaderValueTypes.I2cAddress;
import dev.punchpost.kiosk.config.ReaderValueTypes.NumberOf;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.FilePath;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The table `[panel]`. Displays share buses and pins with readers, and so the readers' claims.
final class PanelSection {
  /// The keys of all drivers.
  private static final String[] KEYS = {"path", "i2c-bus", "address", "size", "rom", "link", "spi-bus", "chip-select",
    "spi-hertz", "dc-gpio", "reset-gpio", "height", "upside-down", "device", "turn", "dim-after"};

  private final Section s;
  private final Path folder;
  private final ReaderClaims claims;

  private PanelSection(Section s, Path folder, ReaderClaims claims) {
    this.s = s;
    this.folder = folder;
    this.claims = claims;
  }

  /// The caller finishes the table: it has tables of its own.
  ///
  /// @param claims after the readers have taken what is theirs
  static Supplier<Settings.Panel> read(Section s, Path folder, ReaderClaims claims) {
    Optional<String> driver = s.optional("driver",
        Choice.of("log", "json-lines", "hd44780", "ssd1306", "sh1106", "framebuffer"), "log");
    PanelSection section = new PanelSection(s, folder, claims);
    Supplier<Settings.Panel> panel = switch (driver.orElse("")) {
      case "log" -> section.log();
      case "json-lines" -> section.jsonLines();
      case "hd44780" -> section.hd44780();
      case "ssd1306" -> section.oled("ssd1306", NumberOf.these(64, 32));
      case "sh1106" -> section.oled("sh1106", NumberOf.these(64));
      case "framebuffer" -> section.framebuffer();
      default -> {
        // Without a driver nobody knows which of the drivers' keys belong here.
        s.alsoKnown(KEYS);
        yield Settings.LogPanel::new;
      }
    };
    return panel;
  }

  private Supplier<Settings.Panel> log() {
    if (s.has("path")) {
      s.mistake("path", s.found("path"), "no path with driver \"log\"");
    }
    s.alsoKnown("path");
    return Settings.LogPanel::new;
  }

  private Supplier<Settings.Panel> jsonLines() {
    Optional<Path> path = s.required("path", new FilePath(folder, "a file, a FIFO or /dev/stdout"));
    return () -> new Settings.JsonLinesPanel(path.orElseThrow());
  }

  private Supplier<Settings.Panel> hd44780() {
    Optional<Integer> bus = bus();
    Optional<Integer> address = s.optional("address", I2cAddress.of("0x20 to 0x27 or 0x38 to 0x3F",
        a -> a >= 0x20 && a <= 0x27 || a >= 0x38 && a <= 0x3F), 0x27L);
    claim(bus, address);
    Optional<String> size = s.optional("size", Choice.of("20x4", "16x2"), "20x4");
    Optional<String> rom = s.optional("rom", Choice.of("A00", "A02"), "A00");
    Optional<Duration> dimAfter = dimAfter();
    return () -> {
      boolean large = size.orElseThrow().equals("20x4");
      return new PanelSettings.Hd44780(bus.orElseThrow(), address.orElseThrow(), large ? 20 : 16, large ? 4 : 2,
          rom.orElseThrow(), dimAfter);
    };
  }

  private Supplier<Settings.Panel> oled(String driver, NumberOf heights) {
    Optional<String> kind = s.optional("link", Choice.of("i2c", "spi"), "i2c");
    Supplier<PanelSettings.Oled.Link> link = switch (kind.orElse("")) {
      case "i2c" -> {
        Optional<Integer> bus = bus();
        Optional<Integer> address = s.optional("address", I2cAddress.of("0x3C or 0x3D", a -> a == 0x3C || a == 0x3D),
            0x3CL);
        claim(bus, address);
        yield () -> new PanelSettings.Oled.I2c(bus.orElseThrow(), address.orElseThrow());
      }
      case "spi" -> {
        Supplier<ReaderSettings.SpiBus> spi = NfcSections.spi(s, claims);
        Optional<Integer> dc = s.optional("dc-gpio", NfcSections.HEADER_PIN, 24L);
        dc.ifPresent(gpio -> NfcSections.pin(s, "dc-gpio", gpio, claims));
        Optional<Integer> reset = s.ifGiven("reset-gpio", NfcSections.HEADER_PIN);
        reset.ifPresent(gpio -> NfcSections.pin(s, "reset-gpio", gpio, claims));
        yield () -> new PanelSettings.Oled.Spi(spi.get(), dc.orElseThrow(), reset);
      }
      default -> {
        s.alsoKnown("i2c-bus", "address", "spi-bus", "chip-select", "spi-hertz", "dc-gpio", "reset-gpio");
        yield () -> new PanelSettings.Oled.I2c(0, 0);
      }
    };
    Optional<Integer> height = s.optional("height", heights, 64L);
    Optional<Boolean> upsideDown = s.optional("upside-down", new Flag(), false);
    Optional<Duration> dimAfter = dimAfter();
    return () -> new PanelSettings.Oled(driver, link.get(), height.orElseThrow(), upsideDown.orElseThrow(), dimAfter);
  }

  private Supplier<Settings.Panel> framebuffer() {
    Optional<Path> device = s.optional("device", new FilePath(folder, "the screen's device"), "/dev/fb0");
    Optional<Integer> turn = s.optional("turn", NumberOf.these(0, 90, 180, 270), 0L);
    Optional<Duration> dimAfter = dimAfter();
    return () -> new PanelSettings.Framebuffer(device.orElseThrow(), turn.orElseThrow(), dimAfter);
  }

  private Optional<Integer> bus() {
    return s.optional("i2c-bus", new WholeNumber(0, 99), 1L);
  }

  private void claim(Optional<Integer> bus, Optional<Integer> address) {
    if (bus.isPresent() && address.isPresent()) {
      String shown = String.format(Locale.ROOT, "0x%02X", address.get());
      claims.take(s, "address", ReaderClaims.i2c(bus.get(), address.get()), shown, "an address of its own on bus "
          + bus.get());
    }
  }

  private Optional<Duration> dimAfter() {
    return s.ifGiven("dim-after", new Time("10s", "24h"));
  }
}
