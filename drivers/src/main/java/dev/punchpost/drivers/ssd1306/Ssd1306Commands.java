package dev.punchpost.drivers.ssd1306;

import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import java.io.ByteArrayOutputStream;

/// The command bytes of SSD1306 (data sheet Rev. 1.1, table 9) and SH1106 (V2.3, page 29), in page addressing, the one
/// way that both have.
final class Ssd1306Commands {
  static final int COLUMN_LOW = 0x00;
  static final int COLUMN_HIGH = 0x10;
  static final int MEMORY_MODE = 0x20;
  static final int START_LINE = 0x40;
  static final int CONTRAST = 0x81;
  static final int CHARGE_PUMP = 0x8D;
  static final int SEGMENT_REMAP = 0xA0;
  static final int SHOW_MEMORY = 0xA4;
  static final int NOT_INVERTED = 0xA6;
  static final int MULTIPLEX = 0xA8;
  static final int SH1106_DC_DC = 0xAD;
  static final int OFF = 0xAE;
  static final int ON = 0xAF;
  static final int PAGE = 0xB0;
  static final int COM_DIRECTION = 0xC0;
  static final int DISPLAY_OFFSET = 0xD3;
  static final int CLOCK = 0xD5;
  static final int PRECHARGE = 0xD9;
  static final int COM_PINS = 0xDA;
  static final int VCOM = 0xDB;

  private Ssd1306Commands() {}

  /// Everything but contrast and switching on. Changes nothing that is seen if it is set up already.
  static byte[] setUp(Ssd1306Options options) {
    ByteArrayOutputStream c = new ByteArrayOutputStream();
    boolean sh1106 = options.controller() == Controller.SH1106;
    put(c, CLOCK, 0x80);
    put(c, MULTIPLEX, options.height() - 1);
    put(c, DISPLAY_OFFSET, 0);
    put(c, START_LINE);
    if (sh1106) {
      // The converter on the module is off after a reset.
      put(c, SH1106_DC_DC, 0x8B);
    } else {
      put(c, CHARGE_PUMP, 0x14);
      // Page addressing.
      put(c, MEMORY_MODE, 0x02);
    }
    // The modules' glass is joined so that it stands upright with both turned round.
    put(c, SEGMENT_REMAP | (options.upsideDown() ? 0 : 1));
    put(c, COM_DIRECTION | (options.upsideDown() ? 0 : 8));
    // Alternating rows on 64, one after the other on 32.
    put(c, COM_PINS, options.height() == 64 ? 0x12 : 0x02);
    put(c, PRECHARGE, sh1106 ? 0x22 : 0xF1);
    put(c, VCOM, sh1106 ? 0x35 : 0x40);
    put(c, SHOW_MEMORY);
    put(c, NOT_INVERTED);
    return c.toByteArray();
  }

  /// Where the next data go.
  static byte[] at(Controller controller, int page, int column) {
    int x = controller == Controller.SH1106 ? column + 2 : column;
    return new byte[]{(byte) (PAGE | page), (byte) (COLUMN_LOW | x & 0x0F), (byte) (COLUMN_HIGH | x >> 4)};
  }

  private static void put(ByteArrayOutputStream to, int... bytes) {
    for (int b : bytes) {
      to.write(b);
    }
  }
}
