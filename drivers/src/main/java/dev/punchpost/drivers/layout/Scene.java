package dev.punchpost.drivers.layout;

import java.util.List;

/// What is drawn where on a plane of pixels, from back to front. Values, any thread.
public record Scene(int width, int height, List<Piece> pieces) {
  public Scene {
    pieces = List.copyOf(pieces);
  }

  /// Pixels from the upper left corner.
  public record Box(int x, int y, int width, int height) {
    public int right() {
      return x + width;
    }

    public int bottom() {
      return y + height;
    }

    boolean touches(Box other) {
      return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    boolean holds(Box other) {
      return x <= other.x && y <= other.y && right() >= other.right() && bottom() >= other.bottom();
    }
  }

  /// What something means; a display with colours gives each one, one without draws bands inverse.
  public enum Tone {
    /// On the background.
    TEXT,
    /// On the background, less important.
    FAINT,
    /// On a band.
    ON_BAND,
    /// Bands.
    IN,
    OUT,
    REFUSAL,
    WARNING,
    PLAIN
  }

  public sealed interface Piece {
    Box box();
  }

  /// A band of colour.
  public record Fill(Box box, Tone tone) implements Piece {}

  /// One row of text.
  ///
  /// @param box as wide as the text, as high as its size
  /// @param size one of the typeface's
  public record Text(Box box, int size, String text, Tone tone) implements Piece {}

  public record Sign(Box box, Symbol symbol, Tone tone) implements Piece {}

  /// How far something is.
  ///
  /// @param done 0 .. 1
  public record Bar(Box box, double done) implements Piece {}
}
