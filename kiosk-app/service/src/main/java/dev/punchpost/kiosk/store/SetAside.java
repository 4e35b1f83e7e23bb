package dev.punchpost.kiosk.store;

import java.time.Instant;

/// An entry that the broker would not take. It stays in the ledger; only the delivery mark has passed it.
///
/// @param seq of the entry
/// @param type of the entry, see [dev.punchpost.kiosk.ledger.StoredEntry#type()]
/// @param reason MQTT 5 reason code of the last refusal; 0 if the broker ended the connection without one
/// @param tries how often it was sent, or would have been had it not been too large
/// @param at when it was set aside
/// @param again whether it is to be sent again, as somebody asked
public record SetAside(long seq, String type, int reason, int tries, Instant at, boolean again) {}
