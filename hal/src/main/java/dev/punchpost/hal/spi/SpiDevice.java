package dev.punchpost.hal.spi;

/// One chip on an SPI bus, most significant bit first. One thread owns it.
///
/// ## For driver authors
/// - SPI has no acknowledgement: a chip that is not there reads as all 0x00 or all 0xFF. Identify it by a register.
/// - A chip that wants the least significant bit first has its bits turned round by the driver: the Raspberry Pi's
///   controller cannot do it.
///
/// ## For implementers
/// - Chip select is active from the first bit of a transfer to its last, and inactive between two transfers.
public interface SpiDevice extends AutoCloseable {
  /// Sends the bytes and gives what came in at the same time.
  ///
  /// @param out 1 .. 4096 bytes; not changed
  /// @return as many bytes as were sent
  /// @throws dev.punchpost.hal.HalException IO if the bus is broken or closed
  byte[] transfer(byte[] out);

  /// Gives the device back. Idempotent; never throws.
  @Override
  void close();
}
