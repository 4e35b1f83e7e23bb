package dev.punchpost.hal.gpio;

import java.time.Duration;
import java.util.Optional;

/// Edges of a few lines, each with the time and number that the kernel gave it in its interrupt. One thread owns it,
/// except that [#close()] may come from any thread and ends a wait.
///
/// ## For driver authors
/// - Events may come out of order if they are of different lines: every line has an interrupt thread of its own.
///   [EdgeEvent#sequence] is the order in which the kernel saw them.
/// - A number that never comes is an edge that was lost (two on one line before its thread ran, or a full buffer).
/// - Events wait in the kernel while nobody reads (1,024 of them): a pause of the JVM costs time, not edges.
/// - Edges nearer to each other than an interrupt takes (tens of microseconds) may have been seen in the wrong order.
///
/// ## For implementers
/// - All lines in one request, or the numbers say nothing about their order.
/// - No busy loop: a wait with nothing to give takes its whole time-out.
public interface EdgeSource extends AutoCloseable {
  /// Waits for the next edge.
  ///
  /// @param timeout longest wait; zero only looks
  /// @return empty if none came in that time
  /// @throws dev.punchpost.hal.HalException NO_DEVICE if the chip has vanished, IO if it cannot be read or is closed
  Optional<EdgeEvent> next(Duration timeout);

  /// Gives the lines back. Idempotent; never throws.
  @Override
  void close();
}
