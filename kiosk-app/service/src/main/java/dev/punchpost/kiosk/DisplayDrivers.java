package dev.punchpost.kiosk;

import dev.punchpost.drivers.framebuffer.Framebuffer;
import dev.punchpost.drivers.framebuffer.FramebufferOptions;
import dev.punchpost.drivers.hd44780.Hd44780;
import dev.punchpost.drivers.hd44780.Hd44780Options;
import dev.punchpost.drivers.hd44780.Hd44780Rom;
import dev.punchpost.drivers.ssd1306.Ssd1306;
import dev.punchpost.drivers.ssd1306.Ssd1306Options;
import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.linux.LinuxFramebuffer;
import dev.punchpost.hal.linux.PiPins;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.PanelSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;

/// Makes displays of settings, a part of [DriverCatalogue]. What Java2D needs is loaded with the first framebuffer.
final class DisplayDrivers {
  private static final String NAME = "panel";

  private final Supplier<PiPins> pins;
  private final Ticker ticker;
  private final Pause pause;

  /// @param pins made at the first use
  DisplayDrivers(Supplier<PiPins> pins, Ticker ticker, Pause pause) {
    this.pins = pins;
    this.ticker = ticker;
    this.pause = pause;
  }

  /// Opens the device.
  ///
  /// @throws HalException if it is not there, or may not be used
  ViewDisplay open(PanelSettings.Display panel) {
    return switch (panel) {
      case PanelSettings.Hd44780 p -> {
        Hd44780Options options = Hd44780Options.of(p.columns(), p.rows()).with(Hd44780Rom.valueOf(p.rom()));
        yield new Hd44780(NAME, pins.get().i2c(p.bus(), p.address()), ticker, pause, options);
      }
      case PanelSettings.Oled p -> oled(p);
      case PanelSettings.Framebuffer p -> framebuffer(p);
    };
  }

  private static ViewDisplay framebuffer(PanelSettings.Framebuffer p) {
    FramebufferOptions options = new FramebufferOptions(p.turn());
    LinuxFramebuffer screen = new LinuxFramebuffer(p.device(), LinuxFramebuffer.CONSOLE, LinuxFramebuffer.BACKLIGHTS);
    try {
      return new Framebuffer(NAME, screen, options);
    } catch (LinkageError e) {
      screen.close();
      throw new HalException(HalException.Kind.NO_DEVICE,
          "this Java cannot draw: are libfontconfig1, libfreetype6 and libharfbuzz0b"
              + " installed?",
          e);
    }
  }

  private ViewDisplay oled(PanelSettings.Oled p) {
    Ssd1306Options usual = Ssd1306Options.of(Controller.valueOf(p.driver().toUpperCase(Locale.ROOT)), p.height());
    Ssd1306Options options = new Ssd1306Options(usual.controller(), usual.height(), p.upsideDown(), usual.contrast(),
        usual.dimmedContrast(), usual.shiftEvery(), usual.refresh());
    return switch (p.link()) {
      case PanelSettings.Oled.I2c(int bus, int address) ->
        new Ssd1306(NAME, pins.get().i2c(bus, address), ticker, pause,
            options);
      case PanelSettings.Oled.Spi spi -> overSpi(spi, options);
    };
  }

  /// What was opened before something that cannot be is given back.
  private ViewDisplay overSpi(PanelSettings.Oled.Spi link, Ssd1306Options options) {
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      SpiDevice spi = pins.get().spi(link.spi().bus(), link.spi().chipSelect(), link.spi().hertz());
      undo.push(spi::close);
      OutputPin data = pins.get().output(link.dcGpio(), false);
      undo.push(data::close);
      if (link.resetGpio().isEmpty()) {
        undo.clear();
        return new Ssd1306(NAME, spi, data, ticker, pause, options);
      }
      OutputPin reset = pins.get().output(link.resetGpio().get(), true);
      undo.clear();
      return new Ssd1306(NAME, spi, data, reset, ticker, pause, options);
    } catch (HalException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }
}
