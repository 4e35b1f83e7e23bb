package dev.punchpost.drivers.ssd1306;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.drivers.layout.Scene;
import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A driver that we did not write, Debian's `python3-luma.oled`, is given the same picture. What it sends, in its own way
/// of addressing, leaves the simulated chip's memory as what our driver sends; and after its own setting up the same
/// picture is seen, the same way up.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LumaInteropTest {
  /// Debian's own, which has Debian's packages; another one in the path has not.
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir
  Path folder = Path.of("");

  @BeforeAll
  static void lumaIsInstalled() throws IOException, InterruptedException {
    boolean installed = false;
    if (Files.exists(Path.of(PYTHON))) {
      Process python = new ProcessBuilder(PYTHON, "-c", "import luma.oled.device, PIL.Image").redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      installed = python.waitFor(60, TimeUnit.SECONDS) && python.exitValue() == 0;
    }
    assumeTrue(installed, "the Debian package python3-luma.oled is not installed");
  }

  @ParameterizedTest
  @CsvSource({"SSD1306, 64, PL, out-long", "SSD1306, 64, DE, refusal", "SSD1306, 32, ES, in", "SSD1306, 32, EN, idle",
    "SH1106, 64, PL, question", "SH1106, 64, EN, idle-troubled"})
  void lumaLeavesTheMemoryAsWeDo(Controller controller, int height, SampleViews language, String name)
      throws Exception {
    View view = Objects.requireNonNull(language.views().get(name));
    Ssd1306Simulator ours = new Ssd1306Simulator(controller);
    ManualTicker ticker = new ManualTicker(0);
    new Ssd1306("wall", ours.i2c(), ticker, new ManualPause(ticker), Ssd1306Options.of(controller, height)).show(view);
    OledPainter painter = new OledPainter(128, height);
    Scene scene = painter.scenes(view).getFirst();
    Bitmap picture = painter.paint(scene, 0, 0);

    Ssd1306Simulator theirs = new Ssd1306Simulator(controller);
    for (String line : luma(controller, height, picture)) {
      byte[] bytes = HexFormat.of().parseHex("00" + line.substring(2));
      bytes[0] = (byte) (line.startsWith("d") ? 0x40 : 0x00);
      theirs.acceptI2c(bytes);
    }

    for (int page = 0; page < height / 8; page++) {
      assertArrayEquals(theirs.memory(page), ours.memory(page), "page " + page);
    }
    if (controller == Controller.SSD1306) {
      assertEquals(picture, theirs.picture());
    }
    // An SH1106 of luma's is lit by the pump of an SSD1306: it sends that one's command, which this chip has not.
    assertEquals(picture, ours.picture());
  }

  private List<String> luma(Controller controller, int height, Bitmap picture)
      throws IOException, InterruptedException {
    Path script = folder.resolve("sent_by_luma.py");
    try (InputStream in = LumaInteropTest.class.getResourceAsStream("/ssd1306/sent_by_luma.py")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    Path input = Files.writeString(folder.resolve("picture"), picture.toString());
    Path output = folder.resolve("sent");
    Process python = new ProcessBuilder(PYTHON, script.toString(), controller.name().toLowerCase(Locale.ROOT), "128",
        Integer.toString(height)).redirectInput(input.toFile()).redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    boolean ended = python.waitFor(60, TimeUnit.SECONDS);
    python.destroyForcibly();
    assertEquals("true 0", ended + " " + (ended ? python.exitValue() : -1));
    return Files.readAllLines(output, StandardCharsets.US_ASCII);
  }
}
