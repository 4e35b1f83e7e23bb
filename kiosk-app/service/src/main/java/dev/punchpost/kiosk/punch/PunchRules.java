package dev.punchpost.kiosk.punch;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content.UnidentifiedTap.Reason;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.LastPunch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Which way a tap goes. Pure: all it knows is in its arguments.
///
/// @param repeatWindow a second tap within it is the same tap; zero switches it off
/// @param longestShift an IN older than this is not turned into an OUT
/// @param antiPassback for the door, if there is one
/// @param directions readers and keypads at which one only comes, or only leaves
public record PunchRules(Duration repeatWindow, Duration longestShift, AntiPassback antiPassback,
    Map<ReaderName, Kind> directions) {
  public PunchRules {
    directions = Map.copyOf(directions);
  }

  /// Of a terminal where nobody asks who is inside, and each reader serves both ways.
  public PunchRules(Duration repeatWindow, Duration longestShift) {
    this(repeatWindow, longestShift, AntiPassback.OFF, Map.of());
  }

  /// What counts of a wish at a reader: a fixed direction goes before a chosen one, or nobody could be kept from coming
  /// in as somebody who leaves.
  Wish wish(ReaderName reader, Wish chosen) {
    Kind fixed = directions.get(reader);
    return fixed == null || chosen == Wish.DOOR ? chosen : fixed == Kind.IN ? Wish.IN : Wish.OUT;
  }

  /// As without a wish, except that a chosen direction holds: it makes a punch also where the rules see a repetition of
  /// the other direction.
  Decision decide(Optional<Worker> found, Optional<LastPunch> last, Optional<SitePresence.Elsewhere> elsewhere,
      Reading tap, Wish wish) {
    Decision usual = decide(found, last, elsewhere, tap);
    if (wish.kind().isEmpty()) {
      return usual;
    }
    Kind chosen = wish.kind().get();
    return switch (usual) {
      case Decision.Unidentified unidentified -> unidentified;
      case Decision.Repeat repeat when repeat.first().kind() == chosen -> repeat;
      case Decision.Repeat(var worker, var _) -> new Decision.NewPunch(worker, chosen, false);
      case Decision.NewPunch punch when punch.kind() == chosen -> punch;
      // The rules would have made an OUT of it, so that somebody is in.
      case Decision.NewPunch(var worker, var _, var _, var _) -> new Decision.NewPunch(worker, chosen,
          chosen == Kind.IN, chosen == Kind.IN);
    };
  }

  /// @param last the worker's newest punch at this terminal
  /// @param elsewhere the worker's newest punch at another terminal, if it is newer than `last`
  Decision decide(Optional<Worker> found, Optional<LastPunch> last, Optional<SitePresence.Elsewhere> elsewhere,
      Reading tap) {
    boolean mayPunch = found.isPresent() && found.get().active();
    if (!mayPunch || elsewhere.isEmpty()) {
      return decide(found, last, tap);
    }
    // The repeat window is each terminal's own: what others tell may turn a punch's direction, never suppress it.
    SitePresence.Elsewhere there = elsewhere.get();
    boolean comparable = there.clock() != ClockState.UNSET && tap.state() != ClockState.UNSET;
    boolean outMissing = there.kind() == Kind.IN && comparable
        && Duration.between(there.wall(), tap.wall()).compareTo(longestShift) > 0;
    Kind kind = there.kind() == Kind.OUT || outMissing ? Kind.IN : Kind.OUT;
    return new Decision.NewPunch(found.get(), kind, outMissing);
  }

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
