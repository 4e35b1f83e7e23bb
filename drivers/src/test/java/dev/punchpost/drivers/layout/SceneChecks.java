package dev.punchpost.drivers.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.layout.Scene.Box;
import dev.punchpost.drivers.layout.Scene.Piece;
import java.util.ArrayList;
import java.util.List;

/// What must hold for every scene: nothing is cut by an edge, no text touches another, no band ends under a text.
public final class SceneChecks {
  private SceneChecks() {}

  public static void assertSound(Scene scene, Typeface face) {
    Box plane = new Box(0, 0, scene.width(), scene.height());
    List<Piece> solid = new ArrayList<>();
    for (Piece piece : scene.pieces()) {
      assertTrue(plane.holds(piece.box()), () -> piece + " is cut by the edge of " + plane);
      for (Piece other : solid) {
        if (piece instanceof Scene.Fill) {
          continue;
        }
        if (other instanceof Scene.Fill) {
          assertTrue(other.box().holds(piece.box()) || !other.box().touches(piece.box()),
              () -> piece + " lies across the edge of " + other);
        } else {
          assertFalse(piece.box().touches(other.box()), () -> piece + " touches " + other);
        }
      }
      if (piece instanceof Scene.Text text) {
        assertEquals(face.width(text.text(), text.size()), text.box().width(), () -> text + " is measured wrongly");
        assertEquals(text.size(), text.box().height(), text::toString);
      }
      solid.add(piece);
    }
  }

  /// The texts in reading order; of later pages without the band, which says the title again.
  public static List<String> texts(Scene scene, int page) {
    return scene.pieces().stream().filter(Scene.Text.class::isInstance).map(Scene.Text.class::cast)
        .filter(text -> page == 0 || text.tone() != Scene.Tone.ON_BAND || text.text().matches("F\\d"))
        .map(Scene.Text::text).toList();
  }
}
