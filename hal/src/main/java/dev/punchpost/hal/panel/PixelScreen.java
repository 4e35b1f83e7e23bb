package dev.punchpost.hal.panel;

/// A screen whose memory is written row by row, such as `/dev/fb0`. One thread owns it. The implementation for Linux is
/// in `hal.linux`.
public interface PixelScreen extends AutoCloseable {
  /// How its memory is laid out; does not change while it is open.
  PixelFormat format();

  /// Writes whole rows.
  ///
  /// @param firstRow from 0
  /// @param rows [PixelFormat#stride()] bytes for each row
  /// @throws dev.punchpost.hal.HalException NO_DEVICE or IO if the screen is gone or refuses
  void write(int firstRow, byte[] rows);

  /// Makes the backlight darker or as bright as before, where there is one to control; else does nothing.
  void dim(boolean dimmed);

  /// Gives the screen back. Idempotent; never throws.
  @Override
  void close();
}
