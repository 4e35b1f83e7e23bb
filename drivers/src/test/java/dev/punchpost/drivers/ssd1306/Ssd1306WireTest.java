package dev.punchpost.drivers.ssd1306;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.Wording;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.spi.SpiDevice;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bytes on the wires.
class Ssd1306WireTest {
  private final List<String> written = new ArrayList<>();
  private final ManualTicker ticker = new ManualTicker(0);
  private final ManualPause pause = new ManualPause(ticker);

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }

  private final I2cDevice i2c = new I2cDevice() {
    @Override
    public byte[] read(int length) {
      return new byte[length];
    }

    @Override
    public void write(byte[] bytes) {
      written.add(hex(bytes));
    }

    @Override
    public byte[] writeThenRead(byte[] bytes, int length) {
      write(bytes);
      return new byte[length];
    }

    @Override
    public void close() {
      written.add("closed");
    }
  };

  @Test
  void anSsd1306IsSetUpAsItsDataSheetAndApplicationNoteSay() {
    new Ssd1306("wall", i2c, ticker, pause, Ssd1306Options.defaults()).close();
    assertEquals("00 AE", written.get(0)); // commands follow; off
    assertEquals("00" // commands follow
        + " D5 80" // clock
        + " A8 3F" // 64 rows
        + " D3 00" // no offset
        + " 40" // first row first
        + " 8D 14" // charge pump on
        + " 20 02" // page addressing
        + " A1 C8" // turned round both ways
        + " DA 12" // alternating rows
        + " D9 F1" // precharge for the pump's voltage
        + " DB 40" // deselect level
        + " A4 A6", // show the memory, not inverted
        written.get(1));
    assertEquals("00 81 CF", written.get(2)); // contrast
    assertEquals("00 B0 00 10", written.get(3)); // page 0, column 0
    assertEquals("40" + " 00".repeat(128), written.get(4)); // data follow
    assertEquals("00 B7 00 10", written.get(17));
    assertEquals("00 AF", written.get(19)); // on
    assertEquals("00 AE", written.get(20)); // off at closing
    assertEquals("closed", written.get(21));
  }

  @Test
  void aFlatGlassHasItsRowsOneAfterTheOther() {
    new Ssd1306("wall", i2c, ticker, pause, Ssd1306Options.of(Controller.SSD1306, 32));
    assertEquals("00 D5 80 A8 1F D3 00 40 8D 14 20 02 A1 C8 DA 02 D9 F1 DB 40 A4 A6", written.get(1));
  }

  @Test
  void anSh1106HasAConverterInPlaceOfThePumpAndItsPictureTwoColumnsIn() {
    new Ssd1306("wall", i2c, ticker, pause, Ssd1306Options.of(Controller.SH1106, 64));
    assertEquals("00 D5 80 A8 3F D3 00 40 AD 8B A1 C8 DA 12 D9 22 DB 35 A4 A6", written.get(1));
    assertEquals("00 B0 02 10", written.get(3));
  }

  @Test
  void onlyTheChangedColumnsOfChangedPagesAreWritten() {
    Ssd1306 display = new Ssd1306("wall", i2c, ticker, pause, Ssd1306Options.defaults());
    View.Progress half = new View.Progress(Wording.of("A"), Wording.NONE, 0.5);
    display.show(half);
    written.clear();
    display.show(new View.Progress(Wording.of("A"), Wording.NONE, 0.51));
    // The bar is 126 wide, 2 of them frame at each end: its filled part went from column 62 to 63, in one page.
    assertEquals(2, written.size(), written::toString);
    assertEquals("00 B7 0F 13", written.get(0)); // page 7, column 0x3F
    assertEquals(5, written.get(1).length(), written.get(1)); // one byte
    written.clear();
    display.show(new View.Progress(Wording.of("A"), Wording.NONE, 0.51));
    assertEquals(List.of(), written);
  }

  @Test
  void onSpiAPinSaysWhatFollows() {
    SpiDevice spi = new SpiDevice() {
      @Override
      public byte[] transfer(byte[] out) {
        written.add(hex(out));
        return new byte[out.length];
      }

      @Override
      public void close() {
        written.add("closed");
      }
    };
    new Ssd1306("wall", spi, pin("dc"), pin("reset"), ticker, pause, Ssd1306Options.defaults());
    assertEquals(List.of("reset 1", "reset 0", "reset 1", "dc 0", "AE", "dc 0"), written.subList(0, 6));
    int data = written.indexOf("dc 1");
    assertEquals(List.of("dc 0", "B0 00 10", "dc 1"), written.subList(data - 2, data + 1));
  }

  private OutputPin pin(String name) {
    return new OutputPin() {
      @Override
      public void set(boolean high) {
        written.add(name + (high ? " 1" : " 0"));
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
