package dev.punchpost.drivers.framebuffer;

import dev.punchpost.drivers.layout.Typeface;
import dev.punchpost.hal.HalException;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The outline font in our jar, at sizes that suit a screen. One thread.
final class PanelFace implements Typeface {
  /// Rows are this much higher than the letters' em; accents on capitals and descenders have room in them.
  private static final double ROW = 1.25;
  /// Where in a row the letters stand.
  private static final double BASELINE = 0.79;
  /// Free at both ends, in em: a J reaches out of its place to the left.
  private static final double OVERHANG = 0.06;
  private static final float REFERENCE = 200;
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  private final Font font = load();
  private final Font reference = font.deriveFont(REFERENCE);
  private final int[] sizes;
  private final Map<Integer, Double> advances = new HashMap<>();
  private final Map<Integer, Font> fonts = new HashMap<>();

  /// @param smallest height of the lowest row
  /// @param largest height of the highest row
  PanelFace(int smallest, int largest) {
    List<Integer> ladder = new ArrayList<>();
    for (double size = smallest; size <= Math.max(smallest, largest); size = Math.max(size + 1, size * 1.08)) {
      ladder.add((int) size);
    }
    sizes = ladder.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public int[] sizes() {
    return sizes.clone();
  }

  /// Letters are placed at fractions of pixels, so that widths grow with the size and no letter needs measuring twice.
  @Override
  public int width(String text, int size) {
    double width = 0;
    for (int codePoint : text.codePoints().toArray()) {
      width += advances.computeIfAbsent(codePoint,
          c -> reference.getStringBounds(Character.toString(c), EXACT).getWidth());
    }
    return (int) Math.ceil((width / REFERENCE + 2 * OVERHANG) * (size / ROW));
  }

  boolean has(int codePoint) {
    return font.canDisplay(codePoint);
  }

  Font font(int size) {
    return fonts.computeIfAbsent(size, s -> font.deriveFont((float) (s / ROW)));
  }

  /// Where the first letter begins.
  float indent(int size) {
    return (float) (size / ROW * OVERHANG);
  }

  float baseline(int size) {
    return (float) (size * BASELINE);
  }

  /// @throws HalException NO_DEVICE if Java lacks what it draws letters with
  private static Font load() {
    try (InputStream file = PanelFace.class.getResourceAsStream("panel.ttf")) {
      if (file == null) {
        throw new IllegalStateException("the font panel.ttf is missing in this program");
      }
      return Font.createFont(Font.TRUETYPE_FONT, file);
    } catch (FontFormatException | IOException | LinkageError e) {
      throw new HalException(HalException.Kind.NO_DEVICE,
          "Java cannot draw text here: are libfontconfig1, libfreetype6 and libharfbuzz0b"
              + " installed, and is this a Java with java.desktop?",
          e);
    }
  }
}
