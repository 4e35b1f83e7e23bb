package dev.punchpost.drivers.framebuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.drivers.layout.Scene.Tone;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.PixelFormat;
import dev.punchpost.hal.panel.PixelFormat.Channel;
import dev.punchpost.hal.panel.View;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Behaviour, against a screen in memory.
class FramebufferTest {
  private static final View VIEW = view("out-long");

  private final FramebufferSimulator simulator = new FramebufferSimulator(PixelFormat.xrgb8888(800, 480));

  private static View view(String name) {
    return Objects.requireNonNull(SampleViews.PL.views().get(name));
  }

  static Stream<PixelFormat> formats() {
    return Stream.of(PixelFormat.rgb565(800, 480), PixelFormat.rgb888(800, 480), PixelFormat.xrgb8888(800, 480),
        // Rows with a gap, red and blue exchanged.
        new PixelFormat(801, 481, 32, 3328, new Channel(0, 8), new Channel(8, 8), new Channel(16, 8)),
        new PixelFormat(799, 479, 16, 1664, new Channel(10, 5), new Channel(5, 5), new Channel(0, 5)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void thePictureIsTheSameInEveryLayoutOfPixels(PixelFormat format) {
    FramebufferSimulator screen = new FramebufferSimulator(format);
    new Framebuffer("wall", screen, FramebufferOptions.defaults()).show(VIEW);
    BufferedImage drawn = new ScreenPainter(format.width(), format.height()).paint(VIEW, 0);
    BufferedImage seen = screen.picture();
    int most = format.bitsPerPixel() == 16 ? 8 : 0;
    for (int y = 0; y < format.height(); y++) {
      for (int x = 0; x < format.width(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int difference = (drawn.getRGB(x, y) >> shift & 0xFF) - (seen.getRGB(x, y) >> shift & 0xFF);
          assertTrue(Math.abs(difference) <= most, "at " + x + "," + y);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 180, 270})
  void aScreenThatWasTurnedShowsThePictureUprightToTheWorker(int degrees) throws IOException {
    Framebuffer display = new Framebuffer("wall", simulator, new FramebufferOptions(degrees));
    display.show(VIEW);
    // Turned with the screen, the worker sees its memory like this.
    BufferedImage memory = simulator.picture();
    BufferedImage seen = memory;
    for (int turn = 0; turn < degrees / 90; turn++) {
      seen = clockwise(seen);
    }
    boolean sideways = degrees % 180 != 0;
    assertSame(new ScreenPainter(sideways ? 480 : 800, sideways ? 800 : 480).paint(VIEW, 0), seen);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    display.snapshot(png);
    assertSame(seen, ImageIO.read(new ByteArrayInputStream(png.toByteArray())));
  }

  private static BufferedImage clockwise(BufferedImage picture) {
    BufferedImage turned = new BufferedImage(picture.getHeight(), picture.getWidth(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        turned.setRGB(picture.getHeight() - 1 - y, x, picture.getRGB(x, y));
      }
    }
    return turned;
  }

  @Test
  void anAngleThatIsNoQuarterIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new FramebufferOptions(45));
  }

  @Test
  void onlyRowsThatChangeAreWritten() {
    Framebuffer display = new Framebuffer("wall", simulator, FramebufferOptions.defaults());
    assertEquals(480, simulator.rowsWritten());
    display.show(new View.Progress(View.Wording.of("A"), View.Wording.NONE, 0.5));
    long before = simulator.rowsWritten();
    display.show(new View.Progress(View.Wording.of("A"), View.Wording.NONE, 0.6));
    long rows = simulator.rowsWritten() - before;
    assertTrue(rows > 10 && rows < 60, "rows written: " + rows);
    display.show(new View.Progress(View.Wording.of("A"), View.Wording.NONE, 0.6));
    assertEquals(before + rows, simulator.rowsWritten());
  }

  @Test
  void aScreenThatFailedIsPaintedWhollyTheNextTime() {
    Framebuffer display = new Framebuffer("wall", simulator, FramebufferOptions.defaults());
    display.show(VIEW);
    BufferedImage good = simulator.picture();
    simulator.breakDown(true);
    HalException e = assertThrows(HalException.class, () -> display.show(view("in")));
    assertEquals(Kind.IO, e.kind());
    assertTrue(String.valueOf(e.getMessage()).startsWith("display wall: "), e.getMessage());
    simulator.breakDown(false);
    display.show(VIEW);
    assertSame(good, simulator.picture());
  }

  @Test
  void dimmingDarkensWhatIsShownAndTheLight() {
    Framebuffer display = new Framebuffer("wall", simulator, FramebufferOptions.defaults());
    display.show(VIEW);
    BufferedImage bright = simulator.picture();
    display.dim(true);
    assertTrue(simulator.dimmed());
    assertTrue(brightness(simulator.picture()) < brightness(bright) / 2);
    display.dim(false);
    assertSame(bright, simulator.picture());
  }

  private static long brightness(BufferedImage picture) {
    long sum = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        sum += picture.getRGB(x, y) >> 8 & 0xFF;
      }
    }
    return sum;
  }

  @Test
  void aSnapshotIsThePictureAsPng() throws IOException {
    Framebuffer display = new Framebuffer("wall", simulator, FramebufferOptions.defaults());
    display.show(VIEW);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    display.snapshot(png);
    assertSame(simulator.picture(), ImageIO.read(new ByteArrayInputStream(png.toByteArray())));
    png.reset();
    new ScreenPainter(800, 480).png(VIEW, 0, png);
    assertSame(simulator.picture(), ImageIO.read(new ByteArrayInputStream(png.toByteArray())));
  }

  private static void assertSame(BufferedImage expected, BufferedImage actual) {
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        assertEquals(expected.getRGB(x, y), actual.getRGB(x, y), "at " + x + "," + y);
      }
    }
  }

  @Test
  void textAndWhatItStandsOnDifferByFourAndAHalfToOne() {
    for (Tone tone : Tone.values()) {
      boolean band = tone != Tone.TEXT && tone != Tone.FAINT && tone != Tone.ON_BAND;
      int below = band ? ScreenPainter.colour(tone) : ScreenPainter.BACKGROUND;
      int above = ScreenPainter.colour(band ? Tone.ON_BAND : tone);
      double ratio = (luminance(above) + 0.05) / (luminance(below) + 0.05);
      assertTrue(ratio >= 4.5, tone + ": " + ratio);
    }
    assertNotEquals(ScreenPainter.colour(Tone.IN), ScreenPainter.colour(Tone.OUT));
  }

  /// Relative luminance, WCAG 2.1.
  private static double luminance(int rgb) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = (rgb >> 16 - 8 * i & 0xFF) / 255.0;
      sum += weights[i] * (c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void closingMakesItDarkAndGivesTheScreenBack() {
    Framebuffer display = new Framebuffer("wall", simulator, FramebufferOptions.defaults());
    display.show(VIEW);
    display.close();
    display.close();
    assertTrue(simulator.closed());
    assertEquals(0, brightness(simulator.picture()));
    assertThrows(HalException.class, () -> display.show(VIEW));
  }

  @Test
  void aScreenThatIsTooSmallIsRefusedAndClosed() {
    FramebufferSimulator tiny = new FramebufferSimulator(PixelFormat.rgb565(128, 64));
    assertEquals(Kind.PROTOCOL,
        assertThrows(HalException.class, () -> new Framebuffer("wall", tiny, FramebufferOptions.defaults())).kind());
    assertTrue(tiny.closed());
  }
}
