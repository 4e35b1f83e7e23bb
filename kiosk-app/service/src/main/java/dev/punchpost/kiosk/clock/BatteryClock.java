package dev.punchpost.kiosk.clock;

import java.util.OptionalLong;

/// What a battery-backed clock in the machine says, if there is one that may be believed.
@FunctionalInterface
public interface BatteryClock {
  /// No such clock, or it is not to be used.
  BatteryClock NONE = OptionalLong::empty;

  /// Seconds since 1970 that the clock shows now, if it is the one that set the system's clock at this boot.
  OptionalLong secondsSince1970();
}
