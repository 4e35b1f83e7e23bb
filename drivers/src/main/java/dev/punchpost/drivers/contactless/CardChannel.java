package dev.punchpost.drivers.contactless;

import java.util.Optional;

/// A way to one card that speaks ISO 14443-4. Owned by the reader's thread.
@FunctionalInterface
public interface CardChannel {
  /// Sends a command and waits for the answer.
  ///
  /// @param apdu ISO 7816-4 command, at most 255 bytes
  /// @return the answer with its two status bytes, or empty if the card does not answer any more
  /// @throws dev.punchpost.hal.HalException if the reader itself is broken
  Optional<byte[]> exchange(byte[] apdu);
}
