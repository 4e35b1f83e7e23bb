package dev.punchpost.drivers.ssd1306;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// Letters of one size, all equally wide, from a file of `src/main/fonts/make_fonts.py`. Immutable.
final class BitmapFont {
  private static final int MAGIC = 0x50504631;

  private final int width;
  private final int height;
  private final int[] codes;
  private final byte[] rows;

  private BitmapFont(int width, int height, int[] codes, byte[] rows) {
    this.width = width;
    this.height = height;
    this.codes = codes;
    this.rows = rows;
  }

  /// @param size 12, 16, 24 or 32
  static BitmapFont ofSize(int size) {
    String name = "panel" + size + ".ppf.gz";
    try (InputStream file = BitmapFont.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the font " + name + " is missing in this program");
      }
      DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(file)));
      if (in.readInt() != MAGIC) {
        throw new IllegalStateException("the font " + name + " is damaged");
      }
      int width = in.readUnsignedByte();
      int height = in.readUnsignedByte();
      int[] codes = new int[in.readUnsignedShort()];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = in.readUnsignedShort();
      }
      byte[] rows = new byte[codes.length * height * ((width + 7) / 8)];
      in.readFully(rows);
      return new BitmapFont(width, height, codes, rows);
    } catch (IOException e) {
      throw new UncheckedIOException("the font " + name + " cannot be read", e);
    }
  }

  int height() {
    return height;
  }

  int width(String text) {
    return text.codePointCount(0, text.length()) * width;
  }

  boolean has(int codePoint) {
    return Arrays.binarySearch(codes, codePoint) >= 0;
  }

  /// Draws from the upper left corner; a letter that it does not have stays blank.
  void draw(String text, int x, int y, boolean lit, Bitmap on) {
    int at = x;
    for (int codePoint : text.codePoints().toArray()) {
      int glyph = Arrays.binarySearch(codes, codePoint);
      if (glyph >= 0) {
        glyph(glyph, at, y, lit, on);
      }
      at += width;
    }
  }

  private void glyph(int glyph, int x, int y, boolean lit, Bitmap on) {
    int stride = (width + 7) / 8;
    for (int row = 0; row < height; row++) {
      int start = (glyph * height + row) * stride;
      for (int column = 0; column < width; column++) {
        if ((rows[start + column / 8] >> 7 - column % 8 & 1) != 0) {
          on.set(x + column, y + row, lit);
        }
      }
    }
  }
}
