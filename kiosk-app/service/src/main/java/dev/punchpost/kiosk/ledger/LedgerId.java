package dev.punchpost.kiosk.ledger;

import java.util.UUID;

/// The identity of a ledger: made with the store, and new after every restore or loss, because sequences start again.
public record LedgerId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
