package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import java.time.Instant;

/// A worker's newest punch on this terminal.
///
/// @param wall time of the tap as recorded then, or as corrected since
/// @param bootId boot of the tap, or [#NO_BOOT]
/// @param monotonicUs microseconds since that boot
/// @param clock what `wall` is worth; both follow when the time is corrected
public record LastPunch(long seq, EntryId id, Kind kind, Instant wall, String bootId, long monotonicUs,
    ClockState clock) {
  /// Of a punch whose time a supervisor gave while the clock was not set: it belongs to no boot.
  public static final String NO_BOOT = "none";

  /// As a punch makes it, before anything is corrected.
  ///
  /// @param draft with this content
  public static LastPunch of(long seq, Draft draft, Content.Punch punch) {
    Reading at = draft.at();
    return new LastPunch(seq, draft.id(), punch.kind(), at.wall(), at.bootId(), at.monotonicUs(), at.state());
  }
}
