package dev.punchpost.hal.time;

import java.time.Duration;

/// The one seam through which code waits without being woken by an event.
@FunctionalInterface
public interface Pause {
  /// Waits for this long, or until the thread is interrupted.
  ///
  /// @throws InterruptedException if the thread was interrupted; the wait ends at once
  void pause(Duration duration) throws InterruptedException;

  /// Waits in real time.
  static Pause real() {
    return Thread::sleep;
  }
}
