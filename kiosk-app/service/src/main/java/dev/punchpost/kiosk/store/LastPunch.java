package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import java.time.Instant;

/// A worker's newest punch on this terminal.
///
/// @param wall time of the tap as recorded then
/// @param bootId boot of the tap
/// @param monotonicUs microseconds since that boot
/// @param clock how good `wall` was
public record LastPunch(long seq, EntryId id, Kind kind, Instant wall, String bootId, long monotonicUs,
    ClockState clock) {}
