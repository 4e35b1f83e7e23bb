package dev.punchpost.kiosk.ledger;

/// An entry's canonical text with `data.prev` and `data.hash`, as it is stored and published.
///
/// @param hash the same as in the text
public record ChainedBody(String text, EntryHash hash) {}
