package dev.punchpost.kiosk.ledger;

import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What a correction does to the record. The entry it refers to, its target, stays as it is; a reader who applies all
/// corrections in order of their sequence knows how things stand.
///
/// A punch is corrected where it stands now: after a [Replace] or [Assign], the target of the next correction is that
/// correction's own entry, so each entry is the target of at most one correction, and nobody corrects what he has not
/// seen. A voided punch stays void; what was voided by mistake is added again.
public sealed interface Correction {
  /// Shortest and longest reason, in characters.
  int SHORTEST_REASON = 3;
  int LONGEST_REASON = 500;

  /// A punch as it stands.
  ///
  /// @param time microsecond precision
  record Punched(WorkerId worker, Kind kind, Instant time) {}

  /// The punch counts no longer.
  ///
  /// @param target sequence of a punch, or of the correction that made it what it is
  /// @param was what it said until now, so that nobody needs the target to apply this
  record Void(long target, Punched was) implements Correction {}

  /// The punch is another one.
  ///
  /// @param target likewise
  record Replace(long target, Punched was, Punched now) implements Correction {}

  /// A punch that was missed.
  record Add(Punched now) implements Correction {}

  /// An unidentified tap was this worker's.
  ///
  /// @param target sequence of the tap
  /// @param now with the time of the tap
  record Assign(long target, Punched now) implements Correction {}

  /// The word in the entry: `VOID`, `REPLACE`, `ADD` or `ASSIGN`.
  default String action() {
    return switch (this) {
      case Void _ -> "VOID";
      case Replace _ -> "REPLACE";
      case Add _ -> "ADD";
      case Assign _ -> "ASSIGN";
    };
  }

  /// The entry that it refers to; empty for a punch that is added.
  default OptionalLong referred() {
    return switch (this) {
      case Void it -> OptionalLong.of(it.target());
      case Replace it -> OptionalLong.of(it.target());
      case Assign it -> OptionalLong.of(it.target());
      case Add _ -> OptionalLong.empty();
    };
  }

  /// The punch before it; empty if there was none.
  default Optional<Punched> before() {
    return switch (this) {
      case Void it -> Optional.of(it.was());
      case Replace it -> Optional.of(it.was());
      case Add _,Assign _ -> Optional.empty();
    };
  }

  /// The punch after it; empty if there is none any more.
  default Optional<Punched> after() {
    return switch (this) {
      case Void _ -> Optional.empty();
      case Replace it -> Optional.of(it.now());
      case Add it -> Optional.of(it.now());
      case Assign it -> Optional.of(it.now());
    };
  }

  /// Whose day it changes; the worker after it, if it changes that, too.
  default WorkerId worker() {
    return after().or(this::before).orElseThrow().worker();
  }
}
