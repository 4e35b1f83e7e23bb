package dev.punchpost.kiosk.ledger;

/// Remarks on a punch.
public enum Flag {
  /// The worker's last punch was an IN longer ago than the longest shift: that shift has no OUT.
  PREVIOUS_OUT_MISSING
}
