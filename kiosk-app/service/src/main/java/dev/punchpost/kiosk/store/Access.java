package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.pin.PinHash;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What is known about a worker beside the roster. A new roster changes nothing of it; erasing the worker removes it.
///
/// @param pin empty for none
/// @param wrongTries wrong PINs in a row
/// @param lock the last one, if no right PIN came since
/// @param given roles that the worker has whatever the roster says
/// @param taken roles that the worker has not, whatever the roster says
public record Access(Optional<PinHash> pin, int wrongTries, Optional<Lock> lock, Set<String> given,
    Set<String> taken) {
  /// A worker of whom nothing is known.
  public static final Access NONE = new Access(Optional.empty(), 0, Optional.empty(), Set.of(), Set.of());

  public Access {
    given = Set.copyOf(given);
    taken = Set.copyOf(taken);
  }

  /// The roles in force.
  ///
  /// @param roster roles that the roster gives
  public Set<String> roles(Set<String> roster) {
    Set<String> roles = new HashSet<>(roster);
    roles.addAll(given);
    roles.removeAll(taken);
    return Set.copyOf(roles);
  }

  /// No PIN is taken for a while.
  ///
  /// @param bootId boot in which it began
  /// @param untilUs its end in microseconds since that boot
  /// @param untilWall its end in wall time as the terminal knew it
  public record Lock(String bootId, long untilUs, Instant untilWall) {
    /// How long a lock lasts.
    public static final Duration LENGTH = Duration.ofMinutes(5);

    /// How long it lasts from now; zero if it is over.
    ///
    /// Wall time cannot be trusted to end it, since it can be set. After a reboot the lock is served anew from the
    /// boot, unless a synchronised clock says that it ended before.
    public Duration left(Reading now) {
      Duration left = bootId.equals(now.bootId())
          ? Duration.ofNanos((untilUs - now.monotonicUs()) * 1_000)
          : LENGTH.minus(Duration.ofNanos(now.monotonicUs() * 1_000));
      boolean over = !bootId.equals(now.bootId()) && now.state() == ClockState.SYNCHRONISED
          && now.wall().isAfter(untilWall);
      return left.isNegative() || over ? Duration.ZERO : left;
    }
  }
}
