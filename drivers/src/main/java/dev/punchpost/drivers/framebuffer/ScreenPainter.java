package dev.punchpost.drivers.framebuffer;

import dev.punchpost.drivers.layout.Scene;
import dev.punchpost.drivers.layout.Scene.Box;
import dev.punchpost.drivers.layout.Scene.Tone;
import dev.punchpost.drivers.layout.SceneLayout;
import dev.punchpost.drivers.layout.Spelling;
import dev.punchpost.hal.panel.View;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;

/// Draws views in colour, without a window system: what a screen of this size shows. One thread.
///
/// Direction is told by colour, by the sign's form and by its word. Text and what it stands on differ in brightness by
/// 4.5 to 1 at least (WCAG 2.1, 1.4.3).
public final class ScreenPainter {
  static {
    // Before AWT looks for a display. A program that has one has set it otherwise already.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  static final int BACKGROUND = 0x10151B;

  private final int width;
  private final int height;
  private final PanelFace face;
  private final SceneLayout layout;

  /// @param width 160 or more
  /// @param height 120 or more
  public ScreenPainter(int width, int height) {
    if (width < 160 || height < 120) {
      throw new IllegalArgumentException("screen of " + width + "x" + height + ", expected 160x120 or more");
    }
    this.width = width;
    this.height = height;
    int least = Math.min(width, height);
    face = new PanelFace(Math.max(14, least / 18), height / 2);
    layout = new SceneLayout(width, height, least / 30, face, new Spelling(face::has)::of);
  }

  /// How many pages a view has on such a screen.
  public int pages(View view) {
    return layout.pages(view).size();
  }

  /// The picture of a page; see [dev.punchpost.hal.panel.ViewDisplay#show(View, int)].
  public BufferedImage paint(View view, int page) {
    List<Scene> scenes = layout.pages(view);
    return paint(scenes.get(Math.floorMod(page, scenes.size())));
  }

  /// The same as a PNG file.
  ///
  /// @throws IOException if it cannot be written
  public void png(View view, int page, OutputStream to) throws IOException {
    ImageIO.write(paint(view, page), "png", to);
  }

  List<Scene> scenes(View view) {
    return layout.pages(view);
  }

  PanelFace face() {
    return face;
  }

  BufferedImage paint(Scene scene) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setColor(new Color(BACKGROUND));
    g.fillRect(0, 0, width, height);
    for (Scene.Piece piece : scene.pieces()) {
      switch (piece) {
        case Scene.Fill(Box box, Tone tone) -> {
          g.setColor(new Color(colour(tone)));
          g.fillRect(box.x(), box.y(), box.width(), box.height());
        }
        case Scene.Text text -> {
          g.setColor(new Color(colour(text.tone())));
          g.setFont(face.font(text.size()));
          g.drawString(text.text(), text.box().x() + face.indent(text.size()),
              text.box().y() + face.baseline(text.size()));
        }
        case Scene.Sign sign -> {
          g.setColor(new Color(colour(sign.tone())));
          g.fill(sign.symbol().in(sign.box()));
        }
        case Scene.Bar(Box box, double done) -> {
          g.setColor(new Color(colour(Tone.PLAIN)));
          g.fillRect(box.x(), box.y(), box.width(), box.height());
          g.setColor(new Color(colour(Tone.TEXT)));
          g.fillRect(box.x(), box.y(), (int) Math.round(box.width() * done), box.height());
        }
      }
    }
    g.dispose();
    return picture;
  }

  static int colour(Tone tone) {
    return switch (tone) {
      case TEXT, ON_BAND -> 0xFFFFFF;
      case FAINT -> 0xA9B4C0;
      case IN -> 0x137A38;
      case OUT -> 0x1D5FC4;
      case REFUSAL -> 0xB3261E;
      case WARNING -> 0x985600;
      case PLAIN -> 0x3B4858;
    };
  }
}
