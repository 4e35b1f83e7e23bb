package dev.punchpost.kiosk.ledger;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes entry identities: UUIDv7 (RFC 9562, section 5.7) of 48 bits of Unix milliseconds and 74 random bits.
///
/// The time in an id is a convenience for people and databases; nothing may rely on it, because the wall clock may be
/// unset or step back. Distinctness comes from the random bits: pass a [java.security.SecureRandom].
///
/// Thread-safe if the generator is.
public final class EntryIds {
  private static final long MILLIS_MASK = (1L << 48) - 1;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final RandomGenerator random;
  private UUID last = new UUID(0, 0);

  public EntryIds(RandomGenerator random) {
    this.random = random;
  }

  /// A new identity; never the one given out before.
  ///
  /// @param wall wall time of the event; before 1970 (a clock that is unset) it counts as 1970
  public synchronized EntryId next(Instant wall) {
    long millis = Math.max(0, wall.toEpochMilli()) & MILLIS_MASK;
    UUID made;
    do {
      long randA = random.nextLong() & 0xFFFL;
      long randB = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL;
      made = new UUID(millis << 16 | VERSION_7 | randA, VARIANT | randB);
    } while (made.equals(last));
    last = made;
    return new EntryId(made);
  }
}
