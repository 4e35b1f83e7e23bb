package dev.punchpost.drivers.hd44780;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.drivers.layout.CellMark;
import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The decoder of the lab's proof, a Python program of a few lines that shares nothing with our simulator, reads the same
/// rows from the bytes on the bus.
class Hd44780DecoderTest {
  private static final Path DECODER = Path.of("..", "provisioning", "lab", "proofs", "guest", "hd44780.py");
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir
  Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({"16, 2", "20, 4"})
  void theDecoderReadsWhatTheSimulatorShows(int columns, int rows) throws IOException, InterruptedException {
    assumeTrue(Files.exists(PYTHON), "python3 is not installed");
    Hd44780Simulator simulator = new Hd44780Simulator(columns, rows, Hd44780Rom.A00);
    ManualTicker ticker = new ManualTicker();
    Hd44780 display = new Hd44780("wall", simulator.i2c(), ticker, new ManualPause(ticker),
        Hd44780Options.of(columns, rows));
    for (View view : SampleViews.ES.views().values()) {
      for (int page = 0; page < display.pages(view); page++) {
        display.show(view, page);
        assertEquals(simulator.text().stream().map(Hd44780DecoderTest::plain).toList(),
            decoded(simulator.log(), columns, rows));
      }
    }
  }

  private List<String> decoded(byte[] log, int columns, int rows) throws IOException, InterruptedException {
    Path input = Files.write(folder.resolve("log"), log);
    Path output = folder.resolve("text");
    Process python = new ProcessBuilder(PYTHON.toString(), DECODER.toString(), Integer.toString(columns),
        Integer.toString(rows)).redirectInput(input.toFile()).redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertEquals(true, python.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, python.exitValue());
    return Files.readAllLines(output);
  }

  /// As the decoder prints: marks by their numbers, and ? for what is not ASCII.
  private static String plain(String row) {
    List<String> cells = new ArrayList<>();
    for (int c : row.codePoints().toArray()) {
      String cell = c >= 32 && c < 126 ? Character.toString(c) : "?";
      for (CellMark mark : CellMark.values()) {
        if (mark.symbol() == c) {
          cell = Integer.toString(mark.ordinal());
        }
      }
      cells.add(cell);
    }
    return "|" + String.join("", cells) + "|";
  }
}
