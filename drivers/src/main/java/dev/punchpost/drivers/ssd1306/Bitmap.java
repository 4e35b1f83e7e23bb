package dev.punchpost.drivers.ssd1306;

import java.util.Arrays;

/// Pixels that are lit or not, in the order of the controllers' memories: pages of eight rows, each byte a column of a
/// page, its lowest bit the upper pixel. One thread.
public final class Bitmap {
  private final int width;
  private final int height;
  private final byte[] pages;

  /// @param height a multiple of 8
  public Bitmap(int width, int height) {
    if (width < 1 || height < 8 || height % 8 != 0) {
      throw new IllegalArgumentException("bitmap of " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    pages = new byte[width * height / 8];
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /// Pixels outside are dark.
  public boolean lit(int x, int y) {
    return inside(x, y) && (pages[y / 8 * width + x] >> y % 8 & 1) != 0;
  }

  /// Pixels outside are not set.
  public void set(int x, int y, boolean lit) {
    if (inside(x, y)) {
      int bit = 1 << y % 8;
      int at = y / 8 * width + x;
      pages[at] = (byte) (lit ? pages[at] | bit : pages[at] & ~bit);
    }
  }

  /// The columns of eight rows.
  ///
  /// @param number from 0 at the top
  public byte[] page(int number) {
    return Arrays.copyOfRange(pages, number * width, (number + 1) * width);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bitmap that && width == that.width && Arrays.equals(pages, that.pages);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pages);
  }

  /// Rows of `#` and `.`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        text.append(lit(x, y) ? '#' : '.');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private boolean inside(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height;
  }
}
