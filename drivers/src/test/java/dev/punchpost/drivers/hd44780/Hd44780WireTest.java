package dev.punchpost.drivers.hd44780;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bytes on the bus. Each is P7 to P0: D7 D6 D5 D4, light, E, RW, RS.
class Hd44780WireTest {
  private final Hd44780Simulator simulator = new Hd44780Simulator(16, 2, Hd44780Rom.A00);
  private final ManualTicker ticker = new ManualTicker();

  private Hd44780 open() {
    return new Hd44780("wall", simulator.i2c(), ticker, new ManualPause(ticker), Hd44780Options.of(16, 2));
  }

  private String since(int start) {
    byte[] log = simulator.log();
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(Arrays.copyOfRange(log, start, log.length));
  }

  @Test
  void theChipIsSetUpAsFigure24OfItsDataSheetSays() {
    open();
    assertEquals("08" // E low, light on
        + " 3C 38" // function set, 8 bits
        + " 3C 38" // once more after 4.1 ms
        + " 3C 38" // once more after 100 µs
        + " 2C 28" // function set, 4 bits
        + " 2C 28 8C 88" // 0x28: 4 bits, 2 lines, 5x8
        + " 0C 08 6C 68" // 0x06: to the right, no shift
        + " 0C 08 2C 28" // 0x02: home
        + " 0C 08 CC C8" // 0x0C: display on, no cursor
        + " 4C 48 0C 08" // 0x40: our characters from 0
        + " 09 0D 09 1D 19" // RS first, then 0x01: the first row of "in", ....#
        + " 0D 09 5D 59", // 0x05: its second, ..#.#
        since(0).substring(0, 38 * 3 - 1));
  }

  @Test
  void aCellIsAnAddressAndACharacter() {
    Hd44780 display = open();
    int start = simulator.log().length;
    display.show(List.of("", "    A"));
    assertEquals("CC C8 4C 48" // 0xC4: address 0x44, second line, fifth column
        + " 49 4D 49 1D 19", // RS first, then 0x41
        since(start));
  }

  @Test
  void onlyCellsThatChangeAreWritten() {
    Hd44780 display = open();
    display.show(List.of("07:58  Fr 21.11.", "Tor 2"));
    long cells = simulator.cellsWritten();
    int start = simulator.log().length;
    display.show(List.of("07:59  Fr 21.11.", "Tor 2"));
    assertEquals(1, simulator.cellsWritten() - cells);
    assertEquals("88 8C 88 4C 48" // RS first, then 0x84: address 0x04
        + " 39 3D 39 9D 99", // RS first, then 0x39
        since(start));
    start = simulator.log().length;
    display.show(List.of("07:59  Fr 21.11.", "Tor 2"));
    assertEquals("", since(start));
  }

  @Test
  void theRowsOfA20x4BeginAtTheAddressesOfItsTwoLines() {
    Hd44780Simulator tall = new Hd44780Simulator(20, 4, Hd44780Rom.A00);
    Hd44780 display = new Hd44780("wall", tall.i2c(), ticker, new ManualPause(ticker), Hd44780Options.of(20, 4));
    int start = tall.log().length;
    display.show(List.of("a", "b", "c", "d"));
    byte[] log = Arrays.copyOfRange(tall.log(), start, tall.log().length);
    // 0x80, 0xC0, 0x94, 0xD4: 0x14 is 20.
    assertEquals(List.of(0x80, 0x61, 0xC0, 0x62, 0x94, 0x63, 0xD4, 0x64), bytesOf(log));
  }

  /// Each fall of E is half a byte.
  private static List<Integer> bytesOf(byte[] log) {
    int[] halves = new int[log.length];
    int count = 0;
    for (int i = 1; i < log.length; i++) {
      if ((log[i - 1] & 0x04) != 0 && (log[i] & 0x04) == 0) {
        halves[count++] = log[i - 1] >> 4 & 0x0F;
      }
    }
    Integer[] bytes = new Integer[count / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = halves[2 * i] << 4 | halves[2 * i + 1];
    }
    return List.of(bytes);
  }
}
