package dev.punchpost.kiosk.timeline;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// When an entry's event really was, as far as the ledger can tell by now.
///
/// @param time the time that counts: the recorded one or a corrected one; empty if the clock was not set and nothing
///   has been learnt since
/// @param uncertaintyMs bound of its error in milliseconds, empty if there is none
/// @param correction sequence of the time-correction entry that it comes from
/// @param notBefore earliest moment that the entries around it leave, for a time without a bound
/// @param notAfter latest one
public record BestTime(Optional<Instant> time, OptionalLong uncertaintyMs, OptionalLong correction,
    Optional<Instant> notBefore, Optional<Instant> notAfter) {
  /// Whether the event may have been in `[from, to)`.
  public boolean mayBeIn(Instant recorded, Optional<Instant> from, Optional<Instant> to) {
    if (time.isPresent()) {
      return inside(time.get(), from, to);
    }
    return inside(recorded, from, to)
        || (notBefore.isPresent() && notAfter.isPresent() && to.map(notBefore.get()::isBefore).orElse(true)
            && from.map(start -> !notAfter.get().isBefore(start)).orElse(true));
  }

  private static boolean inside(Instant time, Optional<Instant> from, Optional<Instant> to) {
    return from.map(start -> !time.isBefore(start)).orElse(true) && to.map(time::isBefore).orElse(true);
  }
}
