package dev.punchpost.drivers.ssd1306;

import dev.punchpost.drivers.layout.Scene;
import dev.punchpost.drivers.layout.Scene.Box;
import dev.punchpost.drivers.layout.Scene.Tone;
import dev.punchpost.drivers.layout.SceneLayout;
import dev.punchpost.drivers.layout.Spelling;
import dev.punchpost.drivers.layout.Typeface;
import dev.punchpost.hal.panel.View;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;

/// Draws views in two colours. Everything is laid out on a plane a little smaller than the display, which may then be
/// moved about on it. Immutable.
final class OledPainter {
  /// Pixels by which the picture may be moved to the right.
  static final int SHIFT_X = 2;

  private final int width;
  private final int height;
  private final int shiftY;
  private final BitmapFont[] fonts;
  private final SceneLayout layout;

  OledPainter(int width, int height) {
    this.width = width;
    this.height = height;
    shiftY = height >= 64 ? 2 : 1;
    fonts = Arrays.stream(new int[]{12, 16, 24, 32}).filter(size -> size <= height - shiftY)
        .mapToObj(BitmapFont::ofSize).toArray(BitmapFont[]::new);
    Spelling spelling = new Spelling(codePoint -> Arrays.stream(fonts).allMatch(font -> font.has(codePoint)));
    layout = new SceneLayout(width - SHIFT_X, height - shiftY, 0, face(), spelling::of);
  }

  /// Pixels by which the picture may be moved down.
  int shiftY() {
    return shiftY;
  }

  List<Scene> scenes(View view) {
    return layout.pages(view);
  }

  Bitmap paint(Scene scene, int dx, int dy) {
    Bitmap on = new Bitmap(width, height);
    for (Scene.Piece piece : scene.pieces()) {
      switch (piece) {
        case Scene.Fill(Box box, Tone tone) -> fill(on, box, dx, dy);
        case Scene.Text text -> font(text.size()).draw(text.text(), text.box().x() + dx, text.box().y() + dy,
            text.tone() != Tone.ON_BAND, on);
        case Scene.Sign sign -> sign(on, sign, dx, dy);
        case Scene.Bar(Box box, double done) -> bar(on, box, done, dx, dy);
      }
    }
    return on;
  }

  private static void fill(Bitmap on, Box box, int dx, int dy) {
    for (int y = box.y(); y < box.bottom(); y++) {
      for (int x = box.x(); x < box.right(); x++) {
        on.set(x + dx, y + dy, true);
      }
    }
  }

  private static void sign(Bitmap on, Scene.Sign sign, int dx, int dy) {
    Path2D shape = sign.symbol().in(sign.box());
    Box box = sign.box();
    for (int y = box.y(); y < box.bottom(); y++) {
      for (int x = box.x(); x < box.right(); x++) {
        if (shape.contains(x + 0.5, y + 0.5)) {
          on.set(x + dx, y + dy, sign.tone() != Tone.ON_BAND);
        }
      }
    }
  }

  private static void bar(Bitmap on, Box box, double done, int dx, int dy) {
    fill(on, box, dx, dy);
    int full = (int) Math.round((box.width() - 4) * done);
    for (int y = box.y() + 1; y < box.bottom() - 1; y++) {
      for (int x = box.x() + 1; x < box.right() - 1; x++) {
        boolean inner = y > box.y() + 1 && y < box.bottom() - 2 && x > box.x() + 1 && x < box.x() + 2 + full;
        on.set(x + dx, y + dy, inner);
      }
    }
  }

  private BitmapFont font(int size) {
    for (BitmapFont font : fonts) {
      if (font.height() == size) {
        return font;
      }
    }
    throw new IllegalArgumentException("no letters of " + size + " pixels");
  }

  Typeface face() {
    return new Typeface() {
      @Override
      public int[] sizes() {
        return Arrays.stream(fonts).mapToInt(BitmapFont::height).toArray();
      }

      @Override
      public int width(String text, int size) {
        return font(size).width(text);
      }
    };
  }
}
