package dev.punchpost.drivers.pn532;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;

/// A pause inside a conversation with the chip, which an interrupt ends.
final class Pausing {
  private Pausing() {}

  static void pause(Pause pause, Duration duration) {
    try {
      pause.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, "PN532: interrupted", e);
    }
  }
}
