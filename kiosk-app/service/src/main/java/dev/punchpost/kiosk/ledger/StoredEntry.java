package dev.punchpost.kiosk.ledger;

/// An entry as the ledger holds it, for ever.
///
/// @param seq 1, 2, 3 … without a gap; below 2^53
/// @param id its identity
/// @param type CloudEvents type, see [Content#type()]
/// @param body the CloudEvents JSON object, in RFC 8785 canonical form, exactly as it is published
public record StoredEntry(long seq, EntryId id, String type, String body) {
  public boolean isPunch() {
    return type.equals(Content.Punch.TYPE);
  }
}
