package dev.punchpost.drivers.ssd1306;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.layout.GoldenFiles;
import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.drivers.layout.Scene;
import dev.punchpost.drivers.layout.SceneChecks;
import dev.punchpost.drivers.layout.Spelling;
import dev.punchpost.drivers.layout.WhatIsSaid;
import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every view in every language as it stands on the glass, pixel by pixel; that nothing of it is missing; and that no
/// ink is cut off or lies on other ink.
class Ssd1306GoldenTest {
  private static final int COLUMNS = 6;
  private static final int GAP = 4;

  @ParameterizedTest
  @CsvSource({"EN, 64", "DE, 64", "ES, 64", "PL, 64", "EN, 32", "DE, 32", "ES, 32", "PL, 32"})
  void everyViewStandsOnTheGlassAsItsGoldenFileShows(SampleViews language, int height) throws IOException {
    Ssd1306Simulator simulator = new Ssd1306Simulator(Controller.SSD1306);
    // At this time the picture is not shifted.
    ManualTicker ticker = new ManualTicker(0);
    Ssd1306 display = new Ssd1306("wall", simulator.i2c(), ticker, new ManualPause(ticker),
        Ssd1306Options.of(Controller.SSD1306, height));
    OledPainter painter = new OledPainter(128, height);
    List<Bitmap> pictures = new ArrayList<>();
    for (View view : language.views().values()) {
      List<String> said = new ArrayList<>();
      List<Scene> scenes = painter.scenes(view);
      assertEquals(scenes.size(), display.pages(view));
      for (int page = 0; page < scenes.size(); page++) {
        SceneChecks.assertSound(scenes.get(page), painter.face());
        assertNoInkIsCut(painter, scenes.get(page), height);
        said.addAll(SceneChecks.texts(scenes.get(page), page));
        display.show(view, page);
        assertEquals(painter.paint(scenes.get(page), 0, 0), simulator.picture());
        pictures.add(simulator.picture());
      }
      WhatIsSaid.assertAllOf(view, said, new Spelling(BitmapFont.ofSize(12)::has)::of);
    }
    check("ssd1306/128x" + height + "-" + language + ".png", sheet(pictures, height));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void anyNameOfUpTo40CharactersFits(int height) {
    OledPainter painter = new OledPainter(128, height);
    for (View view : SampleViews.names()) {
      for (Scene scene : painter.scenes(view)) {
        SceneChecks.assertSound(scene, painter.face());
        assertNoInkIsCut(painter, scene, height);
      }
    }
  }

  /// Each text alone has its ink inside its box, moved as far as it ever is.
  private static void assertNoInkIsCut(OledPainter painter, Scene scene, int height) {
    for (Scene.Piece piece : scene.pieces()) {
      if (piece instanceof Scene.Text text) {
        int dx = OledPainter.SHIFT_X;
        int dy = painter.shiftY();
        Bitmap alone = painter.paint(new Scene(scene.width(), scene.height(),
            List.of(new Scene.Text(text.box(), text.size(), text.text(), Scene.Tone.TEXT))), dx, dy);
        assertTrue(text.box().right() + dx <= 128 && text.box().bottom() + dy <= height, text::toString);
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < 128; x++) {
            boolean inside = x >= text.box().x() + dx && x < text.box().right() + dx && y >= text.box().y() + dy
                && y < text.box().bottom() + dy;
            assertFalse(alone.lit(x, y) && !inside, text::toString);
          }
        }
      }
    }
  }

  private static BufferedImage sheet(List<Bitmap> pictures, int height) {
    int rows = (pictures.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet = new BufferedImage(COLUMNS * (128 + GAP), rows * (height + GAP),
        BufferedImage.TYPE_BYTE_BINARY);
    for (int i = 0; i < pictures.size(); i++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < 128; x++) {
          if (pictures.get(i).lit(x, y)) {
            sheet.setRGB(i % COLUMNS * (128 + GAP) + x, i / COLUMNS * (height + GAP) + y, 0xFFFFFF);
          }
        }
      }
    }
    return sheet;
  }

  private static void check(String name, BufferedImage actual) throws IOException {
    Path file = GoldenFiles.path(name);
    if (GoldenFiles.writing()) {
      Files.createDirectories(file.getParent());
      ImageIO.write(actual, "png", file.toFile());
    }
    assertTrue(Files.exists(file), file + " is missing: run once with -Dpunchpost.golden=write");
    BufferedImage golden = ImageIO.read(file.toFile());
    assertEquals(golden.getWidth() + "x" + golden.getHeight(), actual.getWidth() + "x" + actual.getHeight(), name);
    for (int y = 0; y < actual.getHeight(); y++) {
      for (int x = 0; x < actual.getWidth(); x++) {
        if (golden.getRGB(x, y) != actual.getRGB(x, y)) {
          throw new AssertionError(file + " differs at " + x + "," + y
              + ": look, then run with -Dpunchpost.golden=write");
        }
      }
    }
  }
}
