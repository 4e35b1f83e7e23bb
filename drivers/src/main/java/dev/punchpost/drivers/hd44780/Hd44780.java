package dev.punchpost.drivers.hd44780;

import dev.punchpost.drivers.layout.CellLayout;
import dev.punchpost.drivers.layout.CellMark;
import dev.punchpost.drivers.layout.Spelling;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.panel.TextDisplay;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A display of characters with an HD44780 (or one of its many relatives) behind a PCF8574. One thread owns it.
///
/// Only cells that change are written. A display that was unplugged, or whose supply dipped, is set up and written anew
/// by the next [#show]; what of that was noticed is counted by [#restarts()].
public final class Hd44780 implements ViewDisplay, TextDisplay {
  private static final Logger LOG = LoggerFactory.getLogger(Hd44780.class);

  private static final int CLEAR = 0x01;
  private static final int RETURN_HOME = 0x02;
  private static final int ENTRY_RIGHT = 0x06;
  private static final int DISPLAY_OFF = 0x08;
  private static final int DISPLAY_ON = 0x0C;
  /// Four data lines, two lines (also for the four of a 20x4), 5x8 dots.
  private static final int FUNCTION_SET = 0x28;
  private static final int SET_CGRAM = 0x40;
  private static final int SET_DDRAM = 0x80;

  /// Figure 24: 40 ms after the supply is there, 4.1 ms and 100 µs after the first two.
  private static final Duration AFTER_POWER = Duration.ofMillis(50);
  private static final Duration AFTER_FIRST = Duration.ofMillis(5);
  private static final Duration AFTER_NEXT = Duration.ofMillis(1);
  /// Table 6: clear and home take 1.52 ms at 270 kHz; the oscillator may be a third slower.
  private static final Duration AFTER_CLEAR = Duration.ofMillis(3);

  private static final int UNKNOWN = -1;

  private final String name;
  private final I2cDevice i2c;
  private final Ticker ticker;
  private final Pause pause;
  private final Hd44780Options options;
  private final CellLayout layout;
  private final Spelling spelling;
  private final Pcf8574 pins = new Pcf8574();
  private final int[] shown;
  private boolean inStep;
  private boolean pinsTell;
  private long setUpAt;
  private long restarts;
  private boolean closed;

  /// Sets the display up and clears it.
  ///
  /// @param name for messages, as configured
  /// @param i2c at 100 kHz or less: the PCF8574 takes no more
  /// @throws HalException NO_DEVICE if nobody answers, IO if the bus is broken; the device is closed then
  public Hd44780(String name, I2cDevice i2c, Ticker ticker, Pause pause, Hd44780Options options) {
    this.name = name;
    this.i2c = i2c;
    this.ticker = ticker;
    this.pause = pause;
    this.options = options;
    spelling = new Spelling(options.rom()::has);
    layout = new CellLayout(options.columns(), options.rows(), spelling::of);
    shown = new int[options.columns() * options.rows()];
    pins.light(options.backlight());
    try {
      start();
    } catch (HalException e) {
      close();
      throw e;
    }
    LOG.info("display {}: HD44780, {}x{}, ROM {}", name, options.columns(), options.rows(), options.rom());
  }

  @Override
  public int columns() {
    return options.columns();
  }

  @Override
  public int rows() {
    return options.rows();
  }

  /// How often the display was found unplugged, reset or out of reach and was set up anew.
  public long restarts() {
    return restarts;
  }

  @Override
  public int pages(View view) {
    return layout.pages(view).size();
  }

  @Override
  public void show(View view, int page) {
    List<List<String>> pages = layout.pages(view);
    write(pages.get(Math.floorMod(page, pages.size())));
  }

  /// Rows as they are, cut at the display's width, with [CellMark]s and characters that the chip has.
  @Override
  public void show(List<String> lines) {
    write(lines);
  }

  @Override
  public void dim(boolean dimmed) {
    pins.light(options.backlight() && !dimmed);
    working(() -> {
      pins.rest();
      send();
    });
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (inStep) {
        pins.light(false);
        pins.instruction(CLEAR);
        send();
      }
    } catch (HalException e) {
      LOG.debug("display {}: could not be cleared at closing", name, e);
    }
    closed = true;
    i2c.close();
  }

  private void write(List<String> lines) {
    int[] wanted = cells(lines);
    working(() -> {
      long age = ticker.micros() - setUpAt;
      if (!inStep) {
        restarts++;
        start();
      } else if (wasReset()) {
        LOG.warn("display {}: was reset, as a dip of its supply does; it is set up again", name);
        restarts++;
        start();
      } else if (age >= options.refresh().toNanos() / 1_000) {
        setUp();
      }
      paint(wanted);
    });
  }

  /// After a failure nothing is known of the display.
  private void working(Runnable work) {
    if (closed) {
      throw new HalException(Kind.IO, "display " + name + " is closed");
    }
    try {
      work.run();
    } catch (HalException e) {
      inStep = false;
      pins.take();
      throw new HalException(e.kind(), "display " + name + ": " + e.getMessage(), e);
    }
  }

  private void start() {
    i2c.read(1);
    pause.within("HD44780", AFTER_POWER);
    setUp();
    pins.instruction(DISPLAY_OFF);
    pins.instruction(CLEAR);
    send();
    pause.within("HD44780", AFTER_CLEAR);
    pins.instruction(DISPLAY_ON);
    send();
    Arrays.fill(shown, ' ');
    // Some backpacks answer anything when read; only pins that tell the truth now are believed later.
    pinsTell = controlLinesLow();
  }

  /// From any state, also between the halves of a byte: three times "eight bits", then "four bits" (figure 24). Cells
  /// are unknown afterwards, and stay as they were if they were right.
  private void setUp() {
    inStep = false;
    pins.rest();
    pins.nibble(0x3);
    send();
    pause.within("HD44780", AFTER_FIRST);
    pins.nibble(0x3);
    send();
    pause.within("HD44780", AFTER_NEXT);
    pins.nibble(0x3);
    send();
    pause.within("HD44780", AFTER_NEXT);
    pins.nibble(0x2);
    send();
    pause.within("HD44780", AFTER_NEXT);
    pins.instruction(FUNCTION_SET);
    pins.instruction(ENTRY_RIGHT);
    pins.instruction(RETURN_HOME);
    send();
    pause.within("HD44780", AFTER_CLEAR);
    pins.instruction(DISPLAY_ON);
    pins.instruction(SET_CGRAM);
    for (byte row : Hd44780Glyphs.memory()) {
      pins.data(row);
    }
    pins.instruction(SET_DDRAM);
    send();
    Arrays.fill(shown, UNKNOWN);
    setUpAt = ticker.micros();
    inStep = true;
  }

  private void paint(int[] wanted) {
    int columns = options.columns();
    for (int row = 0; row < options.rows(); row++) {
      int cursor = UNKNOWN;
      for (int column = 0; column < columns; column++) {
        int cell = row * columns + column;
        if (wanted[cell] != shown[cell]) {
          if (cursor != column) {
            pins.instruction(SET_DDRAM | address(row, column));
          }
          pins.data(wanted[cell]);
          cursor = column + 1;
        }
      }
    }
    send();
    System.arraycopy(wanted, 0, shown, 0, wanted.length);
  }

  /// Rows three and four of a 20x4 are the ends of the chip's two lines.
  private int address(int row, int column) {
    return (row % 2) * 0x40 + (row / 2) * options.columns() + column;
  }

  private int[] cells(List<String> lines) {
    int[] cells = new int[shown.length];
    Arrays.fill(cells, ' ');
    for (int row = 0; row < Math.min(lines.size(), options.rows()); row++) {
      int[] line = lines.get(row).codePoints().limit(options.columns()).toArray();
      for (int column = 0; column < line.length; column++) {
        cells[row * options.columns() + column] = code(line[column]);
      }
    }
    return cells;
  }

  private int code(int codePoint) {
    for (CellMark mark : CellMark.values()) {
      if (mark.symbol() == codePoint) {
        return Hd44780Glyphs.code(mark);
      }
    }
    Optional<Integer> code = options.rom().code(codePoint);
    return code.isPresent() ? code.get() : spelling.of(Character.toString(codePoint)).codePointAt(0);
  }

  /// A PCF8574 that lost its supply has all pins high, which no instruction of ours leaves behind.
  private boolean wasReset() {
    return pinsTell && !controlLinesLow();
  }

  private boolean controlLinesLow() {
    return (i2c.read(1)[0] & (Pcf8574.E | Pcf8574.RW)) == 0;
  }

  private void send() {
    byte[] bytes = pins.take();
    for (int from = 0; from < bytes.length; from += 1024) {
      i2c.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1024)));
    }
  }
}
