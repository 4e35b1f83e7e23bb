package dev.punchpost.kiosk.store;

/// An entry as the store holds it: its text, and what lies beside it so that it can be found. Nothing of it is checked;
/// somebody may have changed it.
///
/// @param atMicros wall time of the event, microseconds since 1970
/// @param body the entry's text, from which the rest was made
public record LedgerRow(long seq, String id, String type, long atMicros, String body) {}
