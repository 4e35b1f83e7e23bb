package dev.punchpost.drivers.ssd1306;

import dev.punchpost.drivers.layout.Scene;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.spi.SpiDevice;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small OLED display with an SSD1306 or SH1106. One thread owns it.
///
/// Of each page of eight rows only the columns from the first to the last that changed are written. The picture moves by
/// a pixel now and then. A display that was unplugged is set up and painted anew by the next [#show]; over SPI, where
/// nothing can be read, at the next refresh.
public final class Ssd1306 implements ViewDisplay {
  private static final Logger LOG = LoggerFactory.getLogger(Ssd1306.class);

  /// In the status byte: the display is off.
  private static final int STATUS_OFF = 0x40;
  /// The charge pump needs 100 ms until the light is even (SSD1306 application note, 3.2).
  private static final Duration AFTER_POWER = Duration.ofMillis(100);

  private final String name;
  private final OledLink link;
  private final Ticker ticker;
  private final Pause pause;
  private final Ssd1306Options options;
  private final OledPainter painter;
  private final byte[][] shown;
  private boolean known;
  private boolean statusTells;
  private boolean dimmed;
  private long setUpAt;
  private long restarts;
  private boolean closed;

  /// Sets a display on I²C up and clears it.
  ///
  /// @param name for messages, as configured
  /// @param i2c at up to 400 kHz
  /// @throws HalException NO_DEVICE if nobody answers, IO if the bus is broken; the device is closed then
  public Ssd1306(String name, I2cDevice i2c, Ticker ticker, Pause pause, Ssd1306Options options) {
    this(name, new OledLink.OverI2c(i2c), ticker, pause, options);
  }

  /// Sets a display on SPI up and clears it. Whether somebody is there cannot be known.
  ///
  /// @param spi mode 0, at up to 8 MHz
  /// @param dataPin D/C
  /// @param resetPin RES
  /// @throws HalException IO if the bus is broken; the handles are closed then
  public Ssd1306(String name, SpiDevice spi, OutputPin dataPin, OutputPin resetPin, Ticker ticker, Pause pause,
      Ssd1306Options options) {
    this(name, new OledLink.OverSpi(spi, dataPin, resetPin), ticker, pause, options);
  }

  /// As above, for a module that resets itself.
  public Ssd1306(String name, SpiDevice spi, OutputPin dataPin, Ticker ticker, Pause pause, Ssd1306Options options) {
    this(name, new OledLink.OverSpi(spi, dataPin, (@Nullable OutputPin) null), ticker, pause, options);
  }

  private Ssd1306(String name, OledLink link, Ticker ticker, Pause pause, Ssd1306Options options) {
    this.name = name;
    this.link = link;
    this.ticker = ticker;
    this.pause = pause;
    this.options = options;
    painter = new OledPainter(Ssd1306Options.WIDTH, options.height());
    shown = new byte[options.height() / 8][];
    try {
      start();
    } catch (HalException e) {
      close();
      throw e;
    }
    LOG.info("display {}: {}, 128x{}", name, options.controller(), options.height());
  }

  /// How often the display was found unplugged, reset or out of reach and was set up anew.
  public long restarts() {
    return restarts;
  }

  @Override
  public int pages(View view) {
    return painter.scenes(view).size();
  }

  @Override
  public void show(View view, int page) {
    List<Scene> scenes = painter.scenes(view);
    Scene scene = scenes.get(Math.floorMod(page, scenes.size()));
    working(() -> {
      boolean refresh = ticker.micros() - setUpAt >= options.refresh().toNanos() / 1_000;
      if (!known || wasReset()) {
        restarts++;
        start();
      } else if (refresh) {
        setUp();
      }
      write(painter.paint(scene, shiftX(), shiftY()));
      if (refresh) {
        command(Ssd1306Commands.ON);
      }
    });
  }

  @Override
  public void dim(boolean dimmed) {
    this.dimmed = dimmed;
    working(() -> {
      if (known) {
        contrast();
      }
    });
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (known) {
        command(Ssd1306Commands.OFF);
      }
    } catch (HalException e) {
      LOG.debug("display {}: could not be turned off at closing", name, e);
    }
    closed = true;
    link.close();
  }

  private void working(Runnable work) {
    if (closed) {
      throw new HalException(Kind.IO, "display " + name + " is closed");
    }
    try {
      work.run();
    } catch (HalException e) {
      known = false;
      throw new HalException(e.kind(), "display " + name + ": " + e.getMessage(), e);
    }
  }

  /// From any state: dark, set up, cleared, lit.
  private void start() {
    known = false;
    link.reset(duration -> pause.within("SSD1306", duration));
    command(Ssd1306Commands.OFF);
    setUp();
    write(new Bitmap(Ssd1306Options.WIDTH, options.height()));
    command(Ssd1306Commands.ON);
    pause.within("SSD1306", AFTER_POWER);
    // Some modules answer anything when read; only a status that is true now is believed later.
    statusTells = link.status().filter(status -> (status & STATUS_OFF) == 0).isPresent();
  }

  /// Sets up what may have been disturbed, without a flicker; everything is written again.
  private void setUp() {
    link.command(Ssd1306Commands.setUp(options));
    contrast();
    Arrays.fill(shown, null);
    setUpAt = ticker.micros();
    known = true;
  }

  private boolean wasReset() {
    if (!statusTells || link.status().filter(status -> (status & STATUS_OFF) != 0).isEmpty()) {
      return false;
    }
    LOG.warn("display {}: was reset, as a dip of its supply does; it is set up again", name);
    return true;
  }

  private void contrast() {
    link.command(new byte[]{(byte) Ssd1306Commands.CONTRAST,
      (byte) (dimmed ? options.dimmedContrast() : options.contrast())});
  }

  private void write(Bitmap picture) {
    for (int number = 0; number < shown.length; number++) {
      byte[] page = picture.page(number);
      byte[] old = shown[number];
      int first = old == null ? 0 : Arrays.mismatch(page, old);
      if (first < 0) {
        continue;
      }
      int last = page.length - 1;
      while (old != null && page[last] == old[last]) {
        last--;
      }
      link.command(Ssd1306Commands.at(options.controller(), number, first));
      link.data(Arrays.copyOfRange(page, first, last + 1));
      shown[number] = page;
    }
  }

  /// To the right and back, then a row lower.
  private int shiftX() {
    return there(step(), OledPainter.SHIFT_X);
  }

  private int shiftY() {
    return there(step() / (2 * OledPainter.SHIFT_X), painter.shiftY());
  }

  private long step() {
    return ticker.micros() / (options.shiftEvery().toNanos() / 1_000);
  }

  /// 0, 1, …, most, most - 1, …, 1, 0, 1, …
  private static int there(long step, int most) {
    int at = (int) (step % (2L * most));
    return at <= most ? at : 2 * most - at;
  }

  private void command(int command) {
    link.command(new byte[]{(byte) command});
  }
}
