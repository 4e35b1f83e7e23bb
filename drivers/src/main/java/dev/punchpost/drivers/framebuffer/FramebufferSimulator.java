package dev.punchpost.drivers.framebuffer;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.PixelFormat;
import dev.punchpost.hal.panel.PixelScreen;
import java.awt.image.BufferedImage;

/// A screen in memory. Faults: it may refuse to be written. Thread-safe.
public final class FramebufferSimulator implements PixelScreen {
  private final PixelFormat format;
  private final byte[] memory;
  private boolean broken;
  private boolean closed;
  private boolean dimmed;
  private long rowsWritten;

  public FramebufferSimulator(PixelFormat format) {
    this.format = format;
    memory = new byte[format.stride() * format.height()];
  }

  /// What is seen.
  public synchronized BufferedImage picture() {
    BufferedImage picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_INT_RGB);
    int size = format.bitsPerPixel() / 8;
    for (int y = 0; y < format.height(); y++) {
      for (int x = 0; x < format.width(); x++) {
        int pixel = 0;
        for (int i = 0; i < size; i++) {
          pixel |= (memory[y * format.stride() + x * size + i] & 0xFF) << 8 * i;
        }
        picture.setRGB(x, y, format.red().extract(pixel) << 16 | format.green().extract(pixel) << 8
            | format.blue().extract(pixel));
      }
    }
    return picture;
  }

  /// Rows that were written since the start.
  public synchronized long rowsWritten() {
    return rowsWritten;
  }

  /// From now on writing fails, or works again; what was shown is lost in between.
  public synchronized void breakDown(boolean broken) {
    this.broken = broken;
    java.util.Arrays.fill(memory, (byte) 0x55);
  }

  public synchronized boolean closed() {
    return closed;
  }

  /// Whether its light was turned down.
  public synchronized boolean dimmed() {
    return dimmed;
  }

  @Override
  public PixelFormat format() {
    return format;
  }

  @Override
  public synchronized void write(int firstRow, byte[] rows) {
    if (closed || broken) {
      throw new HalException(Kind.IO, closed ? "simulated screen is closed" : "simulated screen is broken");
    }
    System.arraycopy(rows, 0, memory, firstRow * format.stride(), rows.length);
    rowsWritten += rows.length / format.stride();
  }

  @Override
  public synchronized void dim(boolean dimmed) {
    this.dimmed = dimmed;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
