package dev.punchpost.drivers.desfire;

/// Why a conversation with a card ended early. Stays inside this package; callers get sealed results.
final class DesfireFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /// How it ended.
  enum Why {
    /// The card went silent.
    LOST,
    /// The card said no; see the status.
    STATUS,
    /// The card's answer was not made with the right key.
    NOT_AUTHENTIC
  }

  private final Why why;
  private final int status;

  DesfireFailure(Why why) {
    this(why, 0);
  }

  DesfireFailure(Why why, int status) {
    super(why + (why == Why.STATUS ? String.format(" %02X", status) : ""));
    this.why = why;
    this.status = status;
  }

  Why why() {
    return why;
  }

  /// What the card said: 0x00 .. 0xFF in its own code, or 0x10000 and more for a status that is not DESFire's.
  int status() {
    return status;
  }
}
