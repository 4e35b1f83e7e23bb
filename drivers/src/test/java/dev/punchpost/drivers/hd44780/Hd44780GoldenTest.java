package dev.punchpost.drivers.hd44780;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.layout.CellLayout;
import dev.punchpost.drivers.layout.GoldenFiles;
import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.drivers.layout.Spelling;
import dev.punchpost.drivers.layout.WhatIsSaid;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every view in every language as it stands on the display, and that nothing of it is missing.
class Hd44780GoldenTest {
  @ParameterizedTest
  @CsvSource({"16, 2, A00", "16, 2, A02", "20, 4, A00", "20, 4, A02"})
  void everyViewStandsOnTheDisplayAsItsGoldenFileShows(int columns, int rows, Hd44780Rom rom) throws IOException {
    Hd44780Simulator simulator = new Hd44780Simulator(columns, rows, rom);
    ManualTicker ticker = new ManualTicker();
    Hd44780 display = new Hd44780("wall", simulator.i2c(), ticker, new ManualPause(ticker),
        Hd44780Options.of(columns, rows).with(rom));
    StringBuilder golden = new StringBuilder();
    for (SampleViews language : SampleViews.values()) {
      for (Map.Entry<String, View> view : language.views().entrySet()) {
        List<String> said = new ArrayList<>();
        int pages = display.pages(view.getValue());
        for (int page = 0; page < pages; page++) {
          display.show(view.getValue(), page);
          said.addAll(simulator.text());
          golden.append(language).append(' ').append(view.getKey()).append(' ').append(page + 1).append('/')
              .append(pages).append('\n');
          simulator.text().forEach(row -> golden.append('|').append(row).append("|\n"));
        }
        assertTrue(said.stream().noneMatch(row -> row.contains("\uFFFD")), said::toString);
        WhatIsSaid.assertAllOf(view.getValue(), said, new Spelling(rom::has)::of);
      }
    }
    GoldenFiles.check("hd44780/" + columns + "x" + rows + "-" + rom + ".txt", golden.toString());
  }

  @ParameterizedTest
  @CsvSource({"16, 2", "20, 4"})
  void anyNameOfUpTo40CharactersFits(int columns, int rows) {
    CellLayout layout = new CellLayout(columns, rows, new Spelling(Hd44780Rom.A00::has)::of);
    for (View view : SampleViews.names()) {
      for (List<String> page : layout.pages(view)) {
        assertEquals(rows, page.size());
        assertTrue(page.stream().allMatch(row -> row.codePointCount(0, row.length()) <= columns), page::toString);
      }
    }
  }
}
