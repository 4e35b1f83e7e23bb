package dev.punchpost.kiosk.ledger;

/// Which way a punch goes. Later issues add values; consumers must be ready for it.
public enum Kind {
  IN,
  OUT
}
