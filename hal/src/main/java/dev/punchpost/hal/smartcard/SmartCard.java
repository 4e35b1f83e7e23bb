package dev.punchpost.hal.smartcard;

import java.util.Optional;

/// A card that answered. One thread, that of its [CardSlot].
public interface SmartCard extends AutoCloseable {
  /// Answer to reset (ISO 7816-3); of a contactless card what PC/SC part 3, section 3.1.3.2.3 makes of its answers.
  byte[] atr();

  /// Sends a command and waits for its answer.
  ///
  /// @param apdu 4 to 261 bytes (ISO 7816-4, short form)
  /// @return the answer with its two status bytes; empty if the card has gone
  /// @throws dev.punchpost.hal.HalException if the reader is broken
  Optional<byte[]> transmit(byte[] apdu);

  /// Ends the conversation and leaves the card as it is. Idempotent; never throws.
  @Override
  void close();
}
