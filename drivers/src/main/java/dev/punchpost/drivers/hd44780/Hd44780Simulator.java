package dev.punchpost.drivers.hd44780;

import dev.punchpost.drivers.layout.CellMark;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.i2c.I2cDevice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A display with a PCF8574: decodes the bytes on the bus into pins, the pins into instructions at each fall of E, and
/// keeps the chip's memories and modes, so that what stands on the display can be read (HD44780U data sheet, tables 6
/// and 7; PCF8574 data sheet, section 8). Instructions take no time.
///
/// Faults: unplugged, supply dips, spikes on E, a backpack that does not tell its pins. Thread-safe.
public final class Hd44780Simulator {
  private final int columns;
  private final int rows;
  private final Hd44780Rom rom;
  private final byte[] ddram = new byte[0x80];
  private final byte[] cgram = new byte[64];
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private int pins = 0xFF;
  private boolean fourBit;
  private int firstHalf = -1;
  private int address;
  private boolean toCgram;
  private boolean on;
  private int shift;
  private boolean increment = true;
  private boolean present = true;
  private boolean pinsTell = true;
  private boolean closed;
  private long cellsWritten;

  public Hd44780Simulator(int columns, int rows, Hd44780Rom rom) {
    this.columns = columns;
    this.rows = rows;
    this.rom = rom;
    powerOn();
  }

  /// The rows as a person reads them: marks as [CellMark#symbol()], all blank while the display is off.
  public synchronized List<String> text() {
    List<String> text = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int start = (row % 2) * 0x40;
        int place = ((row / 2) * columns + column + shift) % 0x28;
        line.append(on ? look(ddram[start + place] & 0xFF) : " ");
      }
      text.add(line.toString());
    }
    return text;
  }

  /// The dots of a character of our own, 8 rows of 5 bits.
  public synchronized byte[] glyph(int number) {
    return Arrays.copyOfRange(cgram, number * 8, number * 8 + 8);
  }

  /// Whether the light shines.
  public synchronized boolean lit() {
    return (pins & Pcf8574.LIGHT) != 0;
  }

  /// Characters that were written since the start.
  public synchronized long cellsWritten() {
    return cellsWritten;
  }

  /// Every byte that was written to the bus.
  public synchronized byte[] log() {
    return log.toByteArray();
  }

  /// Nobody answers any more.
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

  /// A spike on the wires: the chip takes whatever is on its data lines once more.
  public synchronized void spike() {
    take();
  }

  /// From now on reading gives 0xFF whatever the pins are.
  public synchronized void hidePins() {
    pinsTell = false;
  }

  public synchronized boolean closed() {
    return closed;
  }

  public synchronized I2cDevice i2c() {
    closed = false;
    return new I2cDevice() {
      @Override
      public byte[] read(int length) {
        return pins(length);
      }

      @Override
      public void write(byte[] bytes) {
        accept(bytes);
      }

      @Override
      public byte[] writeThenRead(byte[] bytes, int length) {
        accept(bytes);
        return pins(length);
      }

      @Override
      public void close() {
        markClosed();
      }
    };
  }

  private synchronized void markClosed() {
    closed = true;
  }

  private synchronized byte[] pins(int length) {
    require();
    byte[] read = new byte[length];
    Arrays.fill(read, (byte) (pinsTell ? pins : 0xFF));
    return read;
  }

  private synchronized void accept(byte[] bytes) {
    require();
    log.writeBytes(bytes);
    for (byte b : bytes) {
      int before = pins;
      pins = b & 0xFF;
      boolean fell = (before & Pcf8574.E) != 0 && (pins & Pcf8574.E) == 0;
      // What counts is on the lines while E is still high.
      if (fell && (before & Pcf8574.RW) == 0) {
        int now = pins;
        pins = before;
        take();
        pins = now;
      }
    }
  }

  private void require() {
    if (closed) {
      throw new HalException(Kind.IO, "simulated I2C device is closed");
    }
    if (!present) {
      throw new HalException(Kind.NO_DEVICE, "nobody answers at the simulated address");
    }
  }

  private void take() {
    int half = pins >> 4;
    boolean data = (pins & Pcf8574.RS) != 0;
    if (!fourBit) {
      // The four lower data lines are not connected, and read as ones or zeros; only function set matters then.
      execute(half << 4, data);
    } else if (firstHalf < 0) {
      firstHalf = half;
    } else {
      int value = firstHalf << 4 | half;
      firstHalf = -1;
      execute(value, data);
    }
  }

  private void execute(int value, boolean data) {
    if (data) {
      if (toCgram) {
        cgram[address & 0x3F] = (byte) (value & 0x1F);
        address = address + 1 & 0x3F;
      } else {
        ddram[address] = (byte) value;
        cellsWritten++;
        address = next(address);
      }
    } else if ((value & 0x80) != 0) {
      toCgram = false;
      address = value & 0x7F;
    } else if ((value & 0x40) != 0) {
      toCgram = true;
      address = value & 0x3F;
    } else if ((value & 0x20) != 0) {
      boolean wasFourBit = fourBit;
      fourBit = (value & 0x10) == 0;
      if (fourBit != wasFourBit) {
        firstHalf = -1;
      }
    } else if ((value & 0x10) != 0) {
      if ((value & 0x08) != 0) {
        shift = Math.floorMod(shift + ((value & 0x04) != 0 ? -1 : 1), 0x28);
      }
    } else if ((value & 0x08) != 0) {
      on = (value & 0x04) != 0;
    } else if ((value & 0x04) != 0) {
      increment = (value & 0x02) != 0;
    } else if ((value & 0x02) != 0) {
      home();
    } else if (value == 0x01) {
      Arrays.fill(ddram, (byte) ' ');
      increment = true;
      home();
    }
  }

  private void home() {
    address = 0;
    toCgram = false;
    shift = 0;
  }

  /// Two lines of 40: after 0x27 comes 0x40, after 0x67 comes 0x00.
  private int next(int at) {
    if (!increment) {
      return at == 0 ? 0x67 : at == 0x40 ? 0x27 : at - 1;
    }
    return at == 0x27 ? 0x40 : at == 0x67 ? 0x00 : at + 1 & 0x7F;
  }

  private void powerOn() {
    Arrays.fill(ddram, (byte) 0x20);
    Arrays.fill(cgram, (byte) 0x15);
    pins = 0xFF;
    fourBit = false;
    firstHalf = -1;
    on = false;
    increment = true;
    home();
  }

  private String look(int code) {
    if (code < 0x10) {
      return String.valueOf(CellMark.values()[code & 7].symbol());
    }
    return rom.character(code).orElse("\uFFFD");
  }
}
