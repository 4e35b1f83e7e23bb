package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import java.time.Instant;

/// A worker's newest punch on this terminal.
///
/// @param wall time of the tap as recorded then, or as corrected since
/// @param bootId boot of the tap
/// @param monotonicUs microseconds since that boot
/// @param clock what `wall` is worth; both follow when the time is corrected
public record LastPunch(long seq, EntryId id, Kind kind, Instant wall, String bootId, long monotonicUs,
    ClockState clock) {}
