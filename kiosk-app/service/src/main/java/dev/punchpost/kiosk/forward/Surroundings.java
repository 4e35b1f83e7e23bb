package dev.punchpost.kiosk.forward;

import dev.punchpost.hal.time.Ticker;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What the forwarder has around it.
///
/// @param random for the waits between attempts
/// @param wall for when an entry was set aside
/// @param correspondent who else uses the connection
/// @param notices takes what belongs into the ledger
public record Surroundings(Ticker ticker, RandomGenerator random, InstantSource wall, Correspondent correspondent,
    Notices notices) {
  /// Nobody else uses the connection, and what the ledger should be told is dropped.
  public static Surroundings alone(Ticker ticker, RandomGenerator random) {
    return new Surroundings(ticker, random, InstantSource.system(), Correspondent.NONE, _ -> true);
  }
}
