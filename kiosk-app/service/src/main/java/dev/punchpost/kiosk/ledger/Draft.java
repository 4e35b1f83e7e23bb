package dev.punchpost.kiosk.ledger;

import dev.punchpost.kiosk.clock.Reading;

/// An entry that has no number yet.
///
/// @param id made at the event
/// @param at the clocks at the event (at the tap, for a punch)
/// @param recordedAt the clocks when the entry was made, just before its commit
/// @param content what it says
public record Draft(EntryId id, Reading at, Reading recordedAt, Content content) {}
