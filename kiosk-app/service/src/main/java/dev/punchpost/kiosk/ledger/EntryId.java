package dev.punchpost.kiosk.ledger;

import java.util.UUID;

/// The identity of an entry, a UUIDv7 (RFC 9562, section 5.7) made once, at the event itself. Consumers drop
/// repetitions by it.
public record EntryId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
