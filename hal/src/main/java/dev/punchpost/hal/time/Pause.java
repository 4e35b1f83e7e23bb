package dev.punchpost.hal.time;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.time.Duration;

/// The one seam through which code waits without being woken by an event.
@FunctionalInterface
public interface Pause {
  /// Waits for this long, or until the thread is interrupted.
  ///
  /// @throws InterruptedException if the thread was interrupted; the wait ends at once
  void pause(Duration duration) throws InterruptedException;

  /// Waits inside a conversation with a device, which an interrupt ends; the thread stays interrupted.
  ///
  /// @param device as it is to be named in the exception
  /// @throws HalException IO if the thread was interrupted
  default void within(String device, Duration duration) {
    try {
      pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, device + ": interrupted", e);
    }
  }

  /// Waits in real time.
  static Pause real() {
    return Thread::sleep;
  }
}
