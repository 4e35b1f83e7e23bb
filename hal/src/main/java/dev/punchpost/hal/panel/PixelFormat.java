package dev.punchpost.hal.panel;

/// The layout of a screen's memory: rows from the top, pixels from the left, each a little-endian number with the
/// colours at their places.
///
/// @param width pixels, 1 .. 8192
/// @param height pixels, 1 .. 8192
/// @param bitsPerPixel 16, 24 or 32
/// @param stride bytes from one row to the next
public record PixelFormat(int width, int height, int bitsPerPixel, int stride, Channel red, Channel green,
    Channel blue) {
  /// Where a colour is in a pixel.
  ///
  /// @param shift its lowest bit
  /// @param bits 1 .. 8
  public record Channel(int shift, int bits) {
    public Channel {
      if (shift < 0 || bits < 1 || bits > 8 || shift + bits > 32) {
        throw new IllegalArgumentException("colour of " + bits + " bits from bit " + shift);
      }
    }

    /// A value of 0 .. 255 at this place.
    public int place(int value) {
      return value >> 8 - bits << shift;
    }

    /// The value at this place, 0 .. 255.
    public int extract(int pixel) {
      int most = (1 << bits) - 1;
      return ((pixel >>> shift & most) * 255 + most / 2) / most;
    }
  }

  public PixelFormat {
    if (width < 1 || width > 8192 || height < 1 || height > 8192) {
      throw new IllegalArgumentException("screen of " + width + "x" + height);
    }
    if (bitsPerPixel != 16 && bitsPerPixel != 24 && bitsPerPixel != 32) {
      throw new IllegalArgumentException("screen with " + bitsPerPixel + " bits per pixel, expected 16, 24 or 32");
    }
    if (stride < width * bitsPerPixel / 8) {
      throw new IllegalArgumentException("rows of " + stride + " bytes for " + width + " pixels");
    }
  }

  /// 16 bits: red 5, green 6, blue 5.
  public static PixelFormat rgb565(int width, int height) {
    return new PixelFormat(width, height, 16, width * 2, new Channel(11, 5), new Channel(5, 6), new Channel(0, 5));
  }

  /// 24 bits in three bytes: blue, green, red.
  public static PixelFormat rgb888(int width, int height) {
    return new PixelFormat(width, height, 24, width * 3, new Channel(16, 8), new Channel(8, 8), new Channel(0, 8));
  }

  /// 32 bits: blue, green, red, nothing.
  public static PixelFormat xrgb8888(int width, int height) {
    return new PixelFormat(width, height, 32, width * 4, new Channel(16, 8), new Channel(8, 8), new Channel(0, 8));
  }
}
