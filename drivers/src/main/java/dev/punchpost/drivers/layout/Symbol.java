package dev.punchpost.drivers.layout;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/// The signs on graphic displays, as shapes in a square. IN and OUT differ in form, not only in colour.
public enum Symbol {
  /// An arrow against a wall.
  IN("M 0 38 L 40 38 L 40 15 L 78 50 L 40 85 L 40 62 L 0 62 Z M 84 8 L 98 8 L 98 92 L 84 92 Z"),
  /// An arrow away from a wall.
  OUT("M 2 50 L 40 15 L 40 38 L 78 38 L 78 62 L 40 62 L 40 85 Z M 84 8 L 98 8 L 98 92 L 84 92 Z"),
  /// A cross.
  REFUSED("M 8 22 L 22 8 L 50 36 L 78 8 L 92 22 L 64 50 L 92 78 L 78 92 L 50 64 L 22 92 L 8 78 L 36 50 Z"),
  /// A question mark.
  QUESTION("M 22 8 L 78 8 L 78 54 L 59 54 L 59 70 L 41 70 L 41 40 L 60 40 L 60 26 L 40 26 L 40 36 L 22 36 Z"
      + " M 41 78 L 59 78 L 59 96 L 41 96 Z"),
  /// An exclamation mark.
  NOTICE("M 40 4 L 60 4 L 57 66 L 43 66 Z M 41 76 L 59 76 L 59 95 L 41 95 Z"),
  /// Three rows.
  LIST("M 5 14 L 95 14 L 95 30 L 5 30 Z M 5 42 L 95 42 L 95 58 L 5 58 Z M 5 70 L 95 70 L 95 86 L 5 86 Z"),
  /// An hour glass.
  PROGRESS("M 15 4 L 85 4 L 85 16 L 58 50 L 85 84 L 85 96 L 15 96 L 15 84 L 42 50 L 15 16 Z"),
  /// Rising bars.
  ONLINE("M 4 70 L 22 70 L 22 95 L 4 95 Z M 30 50 L 48 50 L 48 95 L 30 95 Z M 56 28 L 74 28 L 74 95 L 56 95 Z"
      + " M 80 5 L 97 5 L 97 95 L 80 95 Z"),
  /// One bar and a cross.
  OFFLINE("M 2 66 L 20 66 L 20 96 L 2 96 Z M 34 24 L 46 12 L 65 31 L 84 12 L 96 24 L 77 43 L 96 62 L 84 74 L 65 55"
      + " L 46 74 L 34 62 L 53 43 Z"),
  /// A tray with an arrow up.
  UNSENT("M 50 4 L 80 38 L 60 38 L 60 66 L 40 66 L 40 38 L 20 38 Z M 4 60 L 20 60 L 20 80 L 80 80 L 80 60 L 96 60"
      + " L 96 96 L 4 96 Z");

  private final String outline;

  Symbol(String outline) {
    this.outline = outline;
  }

  /// The shape in this box.
  public Path2D in(Scene.Box box) {
    Path2D.Double path = new Path2D.Double();
    String[] words = outline.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "M" -> path.moveTo(Double.parseDouble(words[++i]), Double.parseDouble(words[++i]));
        case "L" -> path.lineTo(Double.parseDouble(words[++i]), Double.parseDouble(words[++i]));
        default -> path.closePath();
      }
    }
    AffineTransform place = AffineTransform.getTranslateInstance(box.x(), box.y());
    place.scale(box.width() / 100.0, box.height() / 100.0);
    path.transform(place);
    return path;
  }
}
