package dev.punchpost.kiosk.punch;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content.UnidentifiedTap.Reason;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.LastPunch;
import java.time.Duration;
import java.util.Optional;

/// Which way a tap goes. Pure: all it knows is in its arguments.
///
/// @param repeatWindow a second tap within it is the same tap; zero switches it off
/// @param longestShift an IN older than this is not turned into an OUT
public record PunchRules(Duration repeatWindow, Duration longestShift) {
  Decision decide(Optional<Worker> found, Optional<LastPunch> last, Reading tap) {
    if (found.isEmpty()) {
      return new Decision.Unidentified(Reason.UNKNOWN_BADGE);
    }
    Worker worker = found.get();
    if (!worker.active()) {
      return new Decision.Unidentified(Reason.INACTIVE_WORKER);
    }
    if (last.isEmpty()) {
      return new Decision.NewPunch(worker, Kind.IN, false);
    }
    LastPunch before = last.get();
    Optional<Duration> elapsed = elapsed(before, tap);
    // A negative difference comes from a wall clock that was set back between two boots: it proves no repetition, and
    // recording one punch too many is the mistake that can be seen and mended. The same goes for an unknown one.
    if (elapsed.filter(time -> !time.isNegative() && time.compareTo(repeatWindow) < 0).isPresent()) {
      return new Decision.Repeat(worker, before);
    }
    if (before.kind() == Kind.OUT) {
      return new Decision.NewPunch(worker, Kind.IN, false);
    }
    boolean outMissing = elapsed.orElse(sinceBoot(tap)).compareTo(longestShift) > 0;
    return new Decision.NewPunch(worker, outMissing ? Kind.IN : Kind.OUT, outMissing);
  }

  /// Monotonic within a boot, whatever the wall clock did; across boots only the wall clock can tell, and one that
  /// nobody has set since the power came back (it may show the time at which that went) cannot.
  private static Optional<Duration> elapsed(LastPunch before, Reading tap) {
    if (before.bootId().equals(tap.bootId())) {
      return Optional.of(Duration.ofNanos((tap.monotonicUs() - before.monotonicUs()) * 1_000));
    }
    return before.clock() == ClockState.UNSET || tap.state() == ClockState.UNSET
        ? Optional.empty()
        : Optional.of(Duration.between(before.wall(), tap.wall()));
  }

  /// A punch of an earlier boot is older than this boot.
  private static Duration sinceBoot(Reading tap) {
    return Duration.ofNanos(tap.monotonicUs() * 1_000);
  }
}
