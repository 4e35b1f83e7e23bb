package dev.punchpost.drivers.framebuffer;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.PixelFormat;
import dev.punchpost.hal.panel.PixelFormat.Channel;
import dev.punchpost.hal.panel.PixelScreen;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.ViewDisplay;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A screen of any size that takes pixels. One thread owns it.
///
/// Everything is drawn off the screen, and only rows that changed are written. After a failure all of them are.
public final class Framebuffer implements ViewDisplay {
  private static final Logger LOG = LoggerFactory.getLogger(Framebuffer.class);

  private final String name;
  private final PixelScreen screen;
  private final PixelFormat format;
  private final FramebufferOptions options;
  private final ScreenPainter painter;
  private final int[] shown;
  private boolean known;
  private boolean dimmed;
  private boolean shownDimmed;
  private boolean closed;

  /// Takes the screen over and makes it dark.
  ///
  /// @param name for messages, as configured
  /// @throws HalException if the screen cannot be written, PROTOCOL if it is too small; it is closed then
  public Framebuffer(String name, PixelScreen screen, FramebufferOptions options) {
    this.name = name;
    this.screen = screen;
    this.options = options;
    format = screen.format();
    shown = new int[format.width() * format.height()];
    try {
      painter = painter();
      write(new int[shown.length]);
    } catch (HalException e) {
      close();
      throw e;
    }
    LOG.info("display {}: {}x{}, {} bits per pixel", name, format.width(), format.height(), format.bitsPerPixel());
  }

  @Override
  public int pages(View view) {
    return painter.pages(view);
  }

  @Override
  public void show(View view, int page) {
    write(turned(painter.paint(view, page)));
  }

  @Override
  public void dim(boolean dimmed) {
    this.dimmed = dimmed;
    screen.dim(dimmed);
    if (known) {
      write(shown.clone());
    }
  }

  /// What the screen shows, as a PNG file, upright.
  ///
  /// @throws IOException if it cannot be written
  public void snapshot(OutputStream to) throws IOException {
    ImageIO.write(picture(), "png", to);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (known) {
        write(new int[shown.length]);
      }
    } catch (HalException e) {
      LOG.debug("display {}: could not be made dark at closing", name, e);
    }
    closed = true;
    screen.close();
  }

  private ScreenPainter painter() {
    try {
      return options.sideways()
          ? new ScreenPainter(format.height(), format.width())
          : new ScreenPainter(format.width(), format.height());
    } catch (IllegalArgumentException e) {
      throw new HalException(Kind.PROTOCOL, "display " + name + ": " + e.getMessage(), e);
    }
  }

  /// From an upright picture to the rows of the screen.
  private int[] turned(BufferedImage picture) {
    int[] upright = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    if (options.degrees() == 0) {
      return upright;
    }
    int[] pixels = new int[upright.length];
    for (int at = 0; at < pixels.length; at++) {
      pixels[at] = upright[upright(at)];
    }
    return pixels;
  }

  private BufferedImage picture() {
    BufferedImage picture = options.sideways()
        ? new BufferedImage(format.height(), format.width(), BufferedImage.TYPE_INT_RGB)
        : new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_INT_RGB);
    int[] upright = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    for (int at = 0; at < shown.length; at++) {
      upright[upright(at)] = shown[at];
    }
    return picture;
  }

  /// Where in the upright picture a pixel of the screen's memory is.
  private int upright(int at) {
    int x = at % format.width();
    int y = at / format.width();
    return switch (options.degrees()) {
      case 270 -> (format.width() - 1 - x) * format.height() + y;
      case 180 -> shown.length - 1 - at;
      case 90 -> x * format.height() + format.height() - 1 - y;
      default -> at;
    };
  }

  /// Rows that follow one another are written together.
  private void write(int[] pixels) {
    if (closed) {
      throw new HalException(Kind.IO, "display " + name + " is closed");
    }
    int width = format.width();
    try {
      int first = -1;
      for (int row = 0; row <= format.height(); row++) {
        boolean changed = row < format.height() && (!known || lightChanged()
            || !Arrays.equals(pixels, row * width, (row + 1) * width, shown, row * width, (row + 1) * width));
        if (changed && first < 0) {
          first = row;
        } else if (!changed && first >= 0) {
          screen.write(first, bytes(pixels, first, row));
          first = -1;
        }
      }
      System.arraycopy(pixels, 0, shown, 0, pixels.length);
      shownDimmed = dimmed;
      known = true;
    } catch (HalException e) {
      known = false;
      throw new HalException(e.kind(), "display " + name + ": " + e.getMessage(), e);
    }
  }

  private boolean lightChanged() {
    return shownDimmed != dimmed;
  }

  private byte[] bytes(int[] pixels, int firstRow, int endRow) {
    int size = format.bitsPerPixel() / 8;
    int[] red = places(format.red());
    int[] green = places(format.green());
    int[] blue = places(format.blue());
    byte[] bytes = new byte[(endRow - firstRow) * format.stride()];
    for (int row = firstRow; row < endRow; row++) {
      int at = (row - firstRow) * format.stride();
      for (int from = row * format.width(), to = from + format.width(); from < to; from++) {
        int rgb = pixels[from];
        int value = red[rgb >> 16 & 0xFF] | green[rgb >> 8 & 0xFF] | blue[rgb & 0xFF];
        bytes[at++] = (byte) value;
        bytes[at++] = (byte) (value >> 8);
        if (size > 2) {
          bytes[at++] = (byte) (value >> 16);
        }
        if (size > 3) {
          bytes[at++] = (byte) (value >> 24);
        }
      }
    }
    return bytes;
  }

  /// What each brightness of a colour is in a pixel.
  private int[] places(Channel channel) {
    int[] places = new int[256];
    for (int value = 0; value < places.length; value++) {
      places[value] = channel.place(dimmed ? value * 3 / 8 : value);
    }
    return places;
  }
}
