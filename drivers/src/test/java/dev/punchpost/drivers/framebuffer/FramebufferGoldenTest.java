package dev.punchpost.drivers.framebuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.layout.GoldenFiles;
import dev.punchpost.drivers.layout.SampleViews;
import dev.punchpost.drivers.layout.Scene;
import dev.punchpost.drivers.layout.SceneChecks;
import dev.punchpost.drivers.layout.Spelling;
import dev.punchpost.drivers.layout.WhatIsSaid;
import dev.punchpost.hal.panel.View;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every view in every language on screens of several sizes: made smaller and compared with a golden picture, with a
/// tolerance for other versions of FreeType; nothing missing, cut off or on top of something else.
class FramebufferGoldenTest {
  private static final int COLUMNS = 8;

  @ParameterizedTest
  @CsvSource({"800, 480, 5", "1920, 1080, 12", "320, 240, 2", "480, 800, 5"})
  void everyViewLooksAsItsGoldenFileShows(int width, int height, int shrink) throws IOException {
    ScreenPainter painter = new ScreenPainter(width, height);
    List<BufferedImage> sheets = new ArrayList<>();
    for (SampleViews language : SampleViews.values()) {
      List<BufferedImage> pictures = new ArrayList<>();
      for (View view : language.views().values()) {
        List<String> said = new ArrayList<>();
        List<Scene> scenes = painter.scenes(view);
        for (int page = 0; page < scenes.size(); page++) {
          SceneChecks.assertSound(scenes.get(page), painter.face());
          assertNoInkIsCut(painter, scenes.get(page));
          said.addAll(SceneChecks.texts(scenes.get(page), page));
          pictures.add(shrunk(painter.paint(scenes.get(page)), shrink));
        }
        WhatIsSaid.assertAllOf(view, said, new Spelling(painter.face()::has)::of);
      }
      BufferedImage sheet = sheet(pictures);
      check("framebuffer/" + width + "x" + height + "-" + language + ".png", sheet);
      sheets.add(sheet);
    }
    assertFalse(alike(sheets.getFirst(), sheets.getLast()), "the comparison does not tell languages apart");
  }

  /// Sizes that nobody has tried: only that nothing is missing, cut off or on top of something else.
  @ParameterizedTest
  @CsvSource({"160, 120", "240, 320", "240, 240", "480, 320", "640, 480", "1024, 600", "1280, 400", "720, 1280",
    "3840, 2160", "161, 499"})
  void everyViewFitsOnOtherScreens(int width, int height) {
    ScreenPainter painter = new ScreenPainter(width, height);
    for (SampleViews language : SampleViews.values()) {
      for (View view : language.views().values()) {
        List<String> said = new ArrayList<>();
        List<Scene> scenes = painter.scenes(view);
        for (int page = 0; page < scenes.size(); page++) {
          SceneChecks.assertSound(scenes.get(page), painter.face());
          assertNoInkIsCut(painter, scenes.get(page));
          said.addAll(SceneChecks.texts(scenes.get(page), page));
        }
        WhatIsSaid.assertAllOf(view, said, new Spelling(painter.face()::has)::of);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"800, 480", "320, 240", "480, 800", "160, 120"})
  void anyNameOfUpTo40CharactersFits(int width, int height) {
    ScreenPainter painter = new ScreenPainter(width, height);
    for (View view : SampleViews.names()) {
      for (Scene scene : painter.scenes(view)) {
        SceneChecks.assertSound(scene, painter.face());
        assertNoInkIsCut(painter, scene);
      }
    }
  }

  @Test
  void theFontHasTheLettersOfEuropesNames() {
    PanelFace face = new PanelFace(20, 40);
    "ĄąĆćĘęŁłŃńÓóŚśŹźŻżÄäÖöÜüßẞÁáÉéÍíÑñÚú¿¡ČčĎďĚěŇňŘřŠšŤťŮůÝýŽžŐőŰűȘșȚțĂăÂâÎîĞğİıŞşÅåÆæØøÞþÐđĐ"
        .codePoints().forEach(c -> assertTrue(face.has(c), Character.toString(c)));
    "ΑαΆάΒβΓγΔδΕεΈέΖζΗηΉήΘθΙιΊίΪϊΐΚκΛλΜμΝνΞξΟοΌόΠπΡρΣσςΤτΥυΎύΫϋΰΦφΧχΨψΩωΏώ≈·"
        .codePoints().forEach(c -> assertTrue(face.has(c), Character.toString(c)));
    "АаБбВвГгДдЕеЁёЖжЗзИиЙйКкЛлМмНнОоПпРрСсТтУуФфХхЦцЧчШшЩщЪъЫыЬьЭэЮюЯяІіЇїЄєҐґЂђЈјЉљЊњЋћЏџЎў"
        .codePoints().forEach(c -> assertTrue(face.has(c), Character.toString(c)));
  }

  private static void assertNoInkIsCut(ScreenPainter painter, Scene scene) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    for (Scene.Piece piece : scene.pieces()) {
      if (piece instanceof Scene.Text text) {
        Scene.Box box = text.box();
        Rectangle ink = painter.face().font(text.size()).createGlyphVector(context, text.text())
            .getPixelBounds(context, box.x() + painter.face().indent(text.size()),
                box.y() + painter.face().baseline(text.size()));
        // A smoothed edge may tint the next pixel.
        assertTrue(ink.x >= box.x() - 1 && ink.x + ink.width <= box.right() + 1 && ink.y >= box.y() - 1
            && ink.y + ink.height <= box.bottom() + 1, () -> text + " has its ink at " + ink);
      }
    }
  }

  private static BufferedImage shrunk(BufferedImage picture, int by) {
    int width = picture.getWidth() / by;
    int height = picture.getHeight() / by;
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int[] sums = new int[3];
        for (int dy = 0; dy < by; dy++) {
          for (int dx = 0; dx < by; dx++) {
            int rgb = picture.getRGB(x * by + dx, y * by + dy);
            for (int c = 0; c < 3; c++) {
              sums[c] += rgb >> 8 * c & 0xFF;
            }
          }
        }
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          // Sixteen levels are enough and make small files.
          rgb |= sums[c] / (by * by) / 17 * 17 << 8 * c;
        }
        small.setRGB(x, y, rgb);
      }
    }
    return small;
  }

  private static BufferedImage sheet(List<BufferedImage> pictures) {
    int width = pictures.getFirst().getWidth() + 2;
    int height = pictures.getFirst().getHeight() + 2;
    BufferedImage sheet = new BufferedImage(COLUMNS * width, (pictures.size() + COLUMNS - 1) / COLUMNS * height,
        BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    g.setColor(Color.GRAY);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < pictures.size(); i++) {
      g.drawImage(pictures.get(i), i % COLUMNS * width + 1, i / COLUMNS * height + 1, null);
    }
    g.dispose();
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
    assertTrue(alike(golden, actual), file + " differs: look, then run with -Dpunchpost.golden=write");
  }

  /// On the average of 4 by 4 pixels no more than a fifth of the brightness apart: a letter moved or changed is more, its
  /// smoothing is less.
  private static boolean alike(BufferedImage one, BufferedImage other) {
    for (int y = 0; y + 4 <= Math.min(one.getHeight(), other.getHeight()); y += 4) {
      for (int x = 0; x + 4 <= one.getWidth(); x += 4) {
        for (int c = 0; c < 24; c += 8) {
          int difference = 0;
          for (int i = 0; i < 16; i++) {
            difference += (one.getRGB(x + i % 4, y + i / 4) >> c & 0xFF)
                - (other.getRGB(x + i % 4, y + i / 4) >> c & 0xFF);
          }
          if (Math.abs(difference) > 16 * 51) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
