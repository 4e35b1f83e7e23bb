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
/// @param wrongTries wrong PINs in a row, those before a lock included
/// @param lock the last one, if no right PIN came since
/// @param given roles that the worker has whatever the roster says
/// @param taken roles that the worker has not, whatever the roster says
public record Access(Optional<PinHash> pin, int wrongTries, Optional<Lock> lock, Set<String> given,
    Set<String> taken) {
  /// The role of those who correct entries and open doors.
  public static final String SUPERVISOR = "supervisor";

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

  /// How long no PIN is taken from now; zero if one is.
  public Duration locked(Reading now) {
    return lock.map(it -> it.left(now, wrongTries)).orElse(Duration.ZERO);
  }

  /// No PIN is taken for a while.
  ///
  /// @param bootId boot in which it began
  /// @param untilUs its end in microseconds since that boot
  /// @param untilWall its end in wall time as the terminal knew it
  public record Lock(String bootId, long untilUs, Instant untilWall) {
    /// How long the first lock lasts.
    public static final Duration LENGTH = Duration.ofMinutes(5);
    /// Wrong PINs in a row that bring it.
    public static final int TRIES = 5;
    private static final Duration LONGEST = Duration.ofHours(1);

    /// How long the lock lasts that this many wrong PINs in a row have brought: each one after the first lock doubles
    /// it, up to an hour.
    ///
    /// @param tries 0 in rows of earlier versions, which forgot them
    public static Duration length(int tries) {
      Duration length = LENGTH.multipliedBy(1L << Math.clamp(tries - TRIES, 0, 10));
      return length.compareTo(LONGEST) < 0 ? length : LONGEST;
    }

    /// How long it lasts from now; zero if it is over.
    ///
    /// Wall time cannot be trusted to end it, since it can be set. After a reboot the lock is served anew from the
    /// boot, unless a synchronised clock says that it ended before.
    ///
    /// @param tries wrong PINs in a row that have brought it
    public Duration left(Reading now, int tries) {
      Duration left = bootId.equals(now.bootId())
          ? Duration.ofNanos((untilUs - now.monotonicUs()) * 1_000)
          : length(tries).minus(Duration.ofNanos(now.monotonicUs() * 1_000));
      boolean over = !bootId.equals(now.bootId()) && now.state() == ClockState.SYNCHRONISED
          && now.wall().isAfter(untilWall);
      return left.isNegative() || over ? Duration.ZERO : left;
    }
  }
}
