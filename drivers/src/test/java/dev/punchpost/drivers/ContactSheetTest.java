package dev.punchpost.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.framebuffer.ScreenPainter;
import dev.punchpost.drivers.hd44780.Hd44780;
import dev.punchpost.drivers.hd44780.Hd44780Options;
import dev.punchpost.drivers.hd44780.Hd44780Rom;
import dev.punchpost.drivers.hd44780.Hd44780Simulator;
import dev.punchpost.drivers.layout.CellMark;
import dev.punchpost.drivers.layout.GoldenFiles;
import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.drivers.ssd1306.Bitmap;
import dev.punchpost.drivers.ssd1306.Ssd1306;
import dev.punchpost.drivers.ssd1306.Ssd1306Options;
import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.drivers.ssd1306.Ssd1306Simulator;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every view on every display beside each other, for people to look at: `docs/screens/LANGUAGE.png`, written anew by
/// `-Dpunchpost.golden=write`. What the pictures hold is checked by the displays' own golden tests.
class ContactSheetTest {
  private static final Path FOLDER = Path.of("..", "docs", "screens");
  private static final int GAP = 10;
  private static final int[] COLUMNS = {340, 170, 256, 256, 244, 196};

  private final ManualTicker ticker = new ManualTicker(0);
  private final ManualPause pause = new ManualPause(ticker);
  private final ScreenPainter wide = new ScreenPainter(800, 480);
  private final ScreenPainter tall = new ScreenPainter(480, 800);
  private final Font font = font();

  @ParameterizedTest
  @EnumSource(SampleViews.class)
  void theContactSheetIsUpToDate(SampleViews language) throws IOException {
    List<List<BufferedImage>> rows = new ArrayList<>();
    for (Map.Entry<String, View> entry : language.views().entrySet()) {
      View view = entry.getValue();
      rows.add(List.of(stacked(drawn(wide, view, 340)), stacked(drawn(tall, view, 170)), stacked(oled(view, 64)),
          stacked(oled(view, 32)), stacked(characters(view, 20, 4)), stacked(characters(view, 16, 2))));
    }
    int width = GAP;
    for (int column : COLUMNS) {
      width += column + GAP;
    }
    int height = GAP;
    for (List<BufferedImage> row : rows) {
      height += row.stream().mapToInt(BufferedImage::getHeight).max().orElse(0) + GAP;
    }
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setColor(new Color(0xC8CDD2));
    g.fillRect(0, 0, width, height);
    int y = GAP;
    for (List<BufferedImage> row : rows) {
      int x = GAP;
      for (int i = 0; i < COLUMNS.length; i++) {
        g.drawImage(row.get(i), x, y, null);
        x += COLUMNS[i] + GAP;
      }
      y += row.stream().mapToInt(BufferedImage::getHeight).max().orElse(0) + GAP;
    }
    g.dispose();
    Path file = FOLDER.resolve(language.name().toLowerCase(Locale.ROOT) + ".png");
    if (GoldenFiles.writing()) {
      Files.createDirectories(FOLDER);
      ImageIO.write(sheet, "png", file.toFile());
    }
    assertTrue(Files.exists(file), file + " is missing: run once with -Dpunchpost.golden=write");
    BufferedImage there = ImageIO.read(file.toFile());
    assertEquals(sheet.getWidth() + "x" + sheet.getHeight(), there.getWidth() + "x" + there.getHeight(),
        file + " is not up to date: run with -Dpunchpost.golden=write");
  }

  private static List<BufferedImage> drawn(ScreenPainter painter, View view, int width) {
    List<BufferedImage> pictures = new ArrayList<>();
    for (int page = 0; page < painter.pages(view); page++) {
      BufferedImage whole = painter.paint(view, page);
      BufferedImage small = new BufferedImage(width, whole.getHeight() * width / whole.getWidth(),
          BufferedImage.TYPE_INT_RGB);
      Graphics2D g = small.createGraphics();
      g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      g.drawImage(whole, 0, 0, small.getWidth(), small.getHeight(), null);
      g.dispose();
      pictures.add(small);
    }
    return pictures;
  }

  private List<BufferedImage> oled(View view, int height) {
    Ssd1306Simulator simulator = new Ssd1306Simulator(Controller.SSD1306);
    Ssd1306 display = new Ssd1306("wall", simulator.i2c(), ticker, pause,
        Ssd1306Options.of(Controller.SSD1306, height));
    List<BufferedImage> pictures = new ArrayList<>();
    for (int page = 0; page < display.pages(view); page++) {
      display.show(view, page);
      Bitmap seen = simulator.picture();
      BufferedImage picture = new BufferedImage(256, 2 * height, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 2 * height; y++) {
        for (int x = 0; x < 256; x++) {
          picture.setRGB(x, y, seen.lit(x / 2, y / 2) ? 0xD8F0FF : 0x05070A);
        }
      }
      pictures.add(picture);
    }
    return pictures;
  }

  private List<BufferedImage> characters(View view, int columns, int rows) {
    Hd44780Simulator simulator = new Hd44780Simulator(columns, rows, Hd44780Rom.A00);
    Hd44780 display = new Hd44780("wall", simulator.i2c(), ticker, pause, Hd44780Options.of(columns, rows));
    List<BufferedImage> pictures = new ArrayList<>();
    for (int page = 0; page < display.pages(view); page++) {
      display.show(view, page);
      BufferedImage picture = new BufferedImage(columns * 12 + 4, rows * 20 + 4, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = picture.createGraphics();
      g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(new Color(0x9DB82A));
      g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      g.setFont(font);
      for (int row = 0; row < rows; row++) {
        int[] cells = simulator.text().get(row).codePoints().toArray();
        for (int column = 0; column < cells.length; column++) {
          cell(g, simulator, cells[column], 2 + column * 12, 2 + row * 20);
        }
      }
      g.dispose();
      pictures.add(picture);
    }
    return pictures;
  }

  private static void cell(Graphics2D g, Hd44780Simulator simulator, int character, int x, int y) {
    g.setColor(new Color(0x94AF25));
    g.fillRect(x, y, 11, 19);
    g.setColor(new Color(0x1C2606));
    for (CellMark mark : CellMark.values()) {
      if (mark.symbol() == character) {
        byte[] dots = simulator.glyph(mark.ordinal());
        for (int row = 0; row < 8; row++) {
          for (int column = 0; column < 5; column++) {
            if ((dots[row] >> 4 - column & 1) != 0) {
              g.fillRect(x + column * 2, y + 1 + row * 2, 2, 2);
            }
          }
        }
        return;
      }
    }
    String text = Character.toString(character);
    g.drawString(text, x + (11 - g.getFontMetrics().stringWidth(text)) / 2, y + 15);
  }

  private static BufferedImage stacked(List<BufferedImage> pictures) {
    int height = pictures.stream().mapToInt(p -> p.getHeight() + 4).sum() - 4;
    BufferedImage all = new BufferedImage(pictures.getFirst().getWidth(), height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = all.createGraphics();
    g.setColor(new Color(0xC8CDD2));
    g.fillRect(0, 0, all.getWidth(), all.getHeight());
    int y = 0;
    for (BufferedImage picture : pictures) {
      g.drawImage(picture, 0, y, null);
      y += picture.getHeight() + 4;
    }
    g.dispose();
    return all;
  }

  private static Font font() {
    try (InputStream file = ScreenPainter.class.getResourceAsStream("panel.ttf")) {
      return Font.createFont(Font.TRUETYPE_FONT, Objects.requireNonNull(file)).deriveFont(15f);
    } catch (IOException | java.awt.FontFormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
