package dev.punchpost.drivers.ssd1306;

import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.spi.SpiDevice;
import java.util.Arrays;

/// An SSD1306 or SH1106 by its commands and memory, on I²C or SPI (SSD1306 data sheet Rev. 1.1, 8.1 and tables 9 and 10;
/// SH1106 V2.3). All three ways of addressing of the SSD1306 are there, also those that our driver does not use.
///
/// Faults: unplugged, supply dips, a chip that does not tell its status. Thread-safe.
public final class Ssd1306Simulator {
  private static final int PAGES = 8;

  private final Controller controller;
  private final int columns;
  private final byte[][] memory;
  private int page;
  private int column;
  private int mode;
  private int firstColumn;
  private int lastColumn;
  private int firstPage;
  private int lastPage;
  private int contrast;
  private int multiplex;
  private boolean remapped;
  private boolean turned;
  private boolean inverted;
  private boolean on;
  private boolean pump;
  private int pending;
  private final int[] arguments = new int[2];
  private int count;
  private boolean dataSelected;
  private boolean present = true;
  private boolean tells = true;
  private boolean closed;
  private long dataBytes;

  public Ssd1306Simulator(Controller controller) {
    this.controller = controller;
    columns = controller == Controller.SH1106 ? 132 : 128;
    memory = new byte[PAGES][columns];
    powerOn();
  }

  /// What is seen: dark while it is off or has no voltage for its light.
  ///
  /// @return 128 wide, as high as it was set up for
  public synchronized Bitmap picture() {
    int height = multiplex + 1;
    Bitmap picture = new Bitmap(128, height);
    int first = (columns - 128) / 2;
    if (on && pump) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < 128; x++) {
          int across = remapped ? x : 127 - x;
          int down = turned ? y : height - 1 - y;
          picture.set(x, y, (memory[down / 8][first + across] >> down % 8 & 1) != 0 != inverted);
        }
      }
    }
    return picture;
  }

  /// The memory of a page as it is, without the SH1106's columns that no glass shows.
  public synchronized byte[] memory(int number) {
    int first = (columns - 128) / 2;
    return Arrays.copyOfRange(memory[number], first, first + 128);
  }

  public synchronized int contrast() {
    return contrast;
  }

  public synchronized boolean on() {
    return on;
  }

  /// Bytes of pixels that were written since the start.
  public synchronized long dataBytes() {
    return dataBytes;
  }

  public synchronized boolean closed() {
    return closed;
  }

  public synchronized void unplug() {
    present = false;
  }

  /// It answers again, in the state of a fresh supply.
  public synchronized void plug() {
    present = true;
    powerOn();
  }

  /// The supply dips: the chip forgets, and answers as before.
  public synchronized void dipPower() {
    powerOn();
  }

  /// Reading gives 0xFF from now on.
  public synchronized void hideStatus() {
    tells = false;
  }

  /// Bytes as they come after the chip's address on I²C.
  public synchronized void acceptI2c(byte[] bytes) {
    require();
    // Co = 0: everything that follows is of one kind.
    for (int i = 1; i < bytes.length; i++) {
      accept((bytes[0] & 0x40) != 0, bytes[i] & 0xFF);
    }
  }

  public I2cDevice i2c() {
    return new I2cDevice() {
      @Override
      public byte[] read(int length) {
        return status(length);
      }

      @Override
      public void write(byte[] bytes) {
        acceptI2c(bytes);
      }

      @Override
      public byte[] writeThenRead(byte[] bytes, int length) {
        acceptI2c(bytes);
        return status(length);
      }

      @Override
      public void close() {
        markClosed();
      }
    };
  }

  public SpiDevice spi() {
    return new SpiDevice() {
      @Override
      public byte[] transfer(byte[] out) {
        acceptSpi(out);
        return new byte[out.length];
      }

      @Override
      public void close() {
        markClosed();
      }
    };
  }

  /// D/C.
  public OutputPin dataPin() {
    return pin(this::select);
  }

  /// RES.
  public OutputPin resetPin() {
    return pin(this::reset);
  }

  private interface Level {
    void set(boolean high);
  }

  private static OutputPin pin(Level level) {
    return new OutputPin() {
      @Override
      public void set(boolean high) {
        level.set(high);
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  private synchronized void markClosed() {
    closed = true;
  }

  private synchronized void select(boolean data) {
    dataSelected = data;
  }

  private synchronized void reset(boolean high) {
    if (!high) {
      powerOn();
    }
  }

  private synchronized void acceptSpi(byte[] bytes) {
    if (closed) {
      throw new HalException(Kind.IO, "simulated SPI device is closed");
    }
    // Nobody there is not noticed on SPI.
    for (byte b : bytes) {
      if (present) {
        accept(dataSelected, b & 0xFF);
      }
    }
  }

  private synchronized byte[] status(int length) {
    require();
    byte[] status = new byte[length];
    Arrays.fill(status, (byte) (!tells ? 0xFF : on ? 0x00 : 0x40));
    return status;
  }

  private void require() {
    if (closed) {
      throw new HalException(Kind.IO, "simulated I2C device is closed");
    }
    if (!present) {
      throw new HalException(Kind.NO_DEVICE, "nobody answers at the simulated address");
    }
  }

  private void accept(boolean data, int value) {
    if (data) {
      store(value);
    } else if (pending != 0) {
      arguments[count++] = value;
      if (count == argumentsOf(pending)) {
        execute(pending);
        pending = 0;
      }
    } else if (argumentsOf(value) > 0) {
      pending = value;
      count = 0;
    } else {
      execute(value);
    }
  }

  private int argumentsOf(int command) {
    boolean ssd1306 = controller == Controller.SSD1306;
    return switch (command) {
      case 0x81, 0xA8, 0xD3, 0xD5, 0xD9, 0xDA, 0xDB -> 1;
      case 0x20, 0x8D -> ssd1306 ? 1 : 0;
      case 0x21, 0x22 -> ssd1306 ? 2 : 0;
      case 0xAD -> ssd1306 ? 0 : 1;
      default -> 0;
    };
  }

  private void execute(int command) {
    if (controller == Controller.SH1106 && (command == 0x20 || command == 0x8D)
        || controller == Controller.SSD1306 && command == 0xAD) {
      // The other chip's.
      return;
    }
    switch (command) {
      case 0x20 -> mode = arguments[0] & 3;
      case 0x21 -> {
        firstColumn = arguments[0] & 0x7F;
        lastColumn = arguments[1] & 0x7F;
        column = firstColumn;
      }
      case 0x22 -> {
        firstPage = arguments[0] & 7;
        lastPage = arguments[1] & 7;
        page = firstPage;
      }
      case 0x81 -> contrast = arguments[0];
      case 0x8D -> pump = (arguments[0] & 4) != 0;
      case 0xAD -> pump = (arguments[0] & 1) != 0;
      case 0xA0, 0xA1 -> remapped = command == 0xA1;
      case 0xA6, 0xA7 -> inverted = command == 0xA7;
      case 0xA8 -> multiplex = arguments[0] & 0x3F;
      case 0xAE, 0xAF -> on = command == 0xAF;
      case 0xC0, 0xC8 -> turned = command == 0xC8;
      default -> {
        if (command < 0x10) {
          column = column & 0xF0 | command;
        } else if (command < 0x20) {
          column = column & 0x0F | (command & 0x0F) << 4;
        } else if (command >= 0xB0 && command < 0xB8) {
          page = command & 7;
        }
        // The rest is voltages and timing, which do not show here.
      }
    }
  }

  private void store(int value) {
    dataBytes++;
    if (column < columns) {
      memory[page][column] = (byte) value;
    }
    if (mode == 2) {
      // Page addressing: the column wraps in the SSD1306 and stops in the SH1106.
      column = controller == Controller.SSD1306 ? (column + 1) % columns : Math.min(column + 1, columns);
    } else if (mode == 0) {
      if (column++ == lastColumn) {
        column = firstColumn;
        page = page == lastPage ? firstPage : page + 1;
      }
    } else if (page++ == lastPage) {
      page = firstPage;
      column = column == lastColumn ? firstColumn : column + 1;
    }
  }

  private void powerOn() {
    for (int i = 0; i < PAGES; i++) {
      // Memory is not cleared by the supply: whatever it holds.
      Arrays.fill(memory[i], (byte) (i % 2 == 0 ? 0xA5 : 0x5A));
    }
    page = 0;
    column = 0;
    mode = 2;
    firstColumn = 0;
    lastColumn = 127;
    firstPage = 0;
    lastPage = 7;
    contrast = 0x7F;
    multiplex = 63;
    remapped = false;
    turned = false;
    inverted = false;
    on = false;
    pump = false;
    pending = 0;
  }
}
