package dev.punchpost.drivers.rdm6300;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/// Sends what the module would, into a pseudo-terminal or a replayed line. Owned by one thread.
public final class Rdm6300Simulator {
  /// How often the module repeats a frame.
  public static final Duration REPEAT = Duration.ofMillis(65);

  private final Consumer<byte[]> line;
  private final Pause pause;

  /// @param line takes the bytes of each frame
  public Rdm6300Simulator(Consumer<byte[]> line, Pause pause) {
    this.line = line;
    this.pause = pause;
  }

  /// One frame: the shortest tap there is.
  public void tap(Credential.Em4100 tag) {
    line.accept(Rdm6300Frame.encode(tag));
  }

  /// Holds a tag to the coil: a frame at once and then one every [#REPEAT].
  ///
  /// @throws InterruptedException if interrupted while it is held
  public void hold(Credential.Em4100 tag, Duration duration) throws InterruptedException {
    tap(tag);
    for (Duration left = duration.minus(REPEAT); !left.isNegative(); left = left.minus(REPEAT)) {
      pause.pause(REPEAT);
      tap(tag);
    }
  }

  /// A frame with one bit wrong in its checksum, as from a bad supply.
  public void tapWithWrongChecksum(Credential.Em4100 tag) {
    byte[] frame = Rdm6300Frame.encode(tag);
    frame[frame.length - 2] = (byte) (frame[frame.length - 2] == '0' ? '1' : '0');
    line.accept(frame);
  }

  /// The first half of a frame, as when the plug is pulled in its midst.
  public void halfTap(Credential.Em4100 tag) {
    line.accept(Arrays.copyOf(Rdm6300Frame.encode(tag), 7));
  }
}
