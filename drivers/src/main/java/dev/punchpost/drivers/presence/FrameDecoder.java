package dev.punchpost.drivers.presence;

import dev.punchpost.hal.credential.Credential;
import java.util.function.Consumer;

/// Finds badges in a stream of bytes. Holds a bounded amount of memory, whatever comes. Owned by one thread.
public interface FrameDecoder {
  /// Takes the next byte.
  ///
  /// @param found is told each badge whose frame this byte completes
  void accept(byte next, Consumer<Credential> found);

  /// The line was silent for so long that what is incomplete will not be completed: drops it, and counts it as
  /// rejected if there was something. Otherwise half an old frame could make a wrong badge with half a new one.
  void abandon();

  /// Frames that failed a check.
  long rejected();

  /// Bytes that belonged to no frame.
  long noiseBytes();
}
