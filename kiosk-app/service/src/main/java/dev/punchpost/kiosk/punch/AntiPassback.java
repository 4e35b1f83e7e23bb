package dev.punchpost.kiosk.punch;

/// What becomes of the door when somebody who is inside wants in again: the badge may have been handed back. The punch is
/// recorded in any case.
public enum AntiPassback {
  /// Nobody asks.
  OFF,
  /// The door opens; the worker is told, and so is the ledger.
  WARN,
  /// The door stays shut; likewise. Supervisors, who may open it anyway, are let in.
  DENY
}
