package dev.punchpost.drivers.pn532;

import java.time.Duration;
import java.util.Optional;

/// One of the three ways to a PN532. Owned by the driver's thread.
interface Pn532Link extends AutoCloseable {
  /// Bring a sleeping chip to listen.
  void wakeUp();

  /// Sends a whole frame.
  void send(byte[] frame);

  /// Waits for a frame.
  ///
  /// @param longest bytes that the frame may have; a bus has to be told how much to read
  /// @return empty if none came in time
  Optional<Pn532Frame> receive(int longest, Duration timeout);

  /// Bytes that belonged to no frame.
  long noise();

  @Override
  void close();
}
