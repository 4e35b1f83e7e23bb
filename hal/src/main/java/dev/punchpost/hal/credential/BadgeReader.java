package dev.punchpost.hal.credential;

import java.time.Duration;
import java.util.Optional;

/// A device that tells which badge is presented. One thread owns it: it waits in [#next] and nothing else calls it,
/// except that [#close()] may come from any thread.
///
/// ## For driver authors
/// - The constructor identifies the device and reaches a defined state, or throws [dev.punchpost.hal.HalException].
/// - [ReaderEvent.Presented] once for each presentation; [ReaderEvent.Removed] when the badge has gone.
/// - Noise, half frames and wrong checksums are counted and skipped; they are never an exception.
/// - A driver throws when its device is broken; it does not reopen. The supervisor does, and tells
///   [ReaderEvent.Faulted] and [ReaderEvent.Recovered]; a plain driver never returns these two.
public interface BadgeReader extends AutoCloseable {
  /// Waits for the next event.
  ///
  /// @param timeout longest wait; positive
  /// @return empty if nothing happened in that time
  /// @throws dev.punchpost.hal.HalException if the device is broken; it is then only good for closing
  Optional<ReaderEvent> next(Duration timeout);

  /// What the device counted since it was opened, for `status`.
  ReaderCounts counts();

  /// Gives the device back. Idempotent; never throws.
  @Override
  void close();
}
