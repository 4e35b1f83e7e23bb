package dev.punchpost.hal.i2c;

/// One chip at one address of an I²C bus. One thread owns it.
///
/// ## For driver authors
/// - A chip that does not acknowledge its address is told as [dev.punchpost.hal.HalException.Kind#NO_DEVICE] where the
///   kernel says so, else as IO. A chip that sleeps or is busy does the same: only its driver knows which it is.
public interface I2cDevice extends AutoCloseable {
  /// Reads in one transaction.
  ///
  /// @param length 1 .. 1024
  /// @return exactly that many bytes
  /// @throws dev.punchpost.hal.HalException NO_DEVICE if nobody acknowledged, IO if the bus is broken or closed
  byte[] read(int length);

  /// Writes in one transaction.
  ///
  /// @param bytes 1 .. 1024 bytes
  /// @throws dev.punchpost.hal.HalException as for [#read]
  void write(byte[] bytes);

  /// Writes, then reads after a repeated start, without giving the bus free in between.
  ///
  /// @throws dev.punchpost.hal.HalException as for [#read]
  byte[] writeThenRead(byte[] bytes, int length);

  /// Gives the device back. Idempotent; never throws.
  @Override
  void close();
}
