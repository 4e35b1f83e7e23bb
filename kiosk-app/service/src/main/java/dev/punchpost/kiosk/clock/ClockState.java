package dev.punchpost.kiosk.clock;

/// How good the wall clock is.
public enum ClockState {
  /// A time service steers the clock now.
  SYNCHRONISED,
  /// It did in this boot, and no longer does; the error grows.
  HOLDOVER,
  /// Not synchronised in this boot: the wall time may be anything.
  UNSET
}
