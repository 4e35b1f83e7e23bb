package dev.punchpost.drivers.door;

import java.time.Duration;

/// How a door is watched.
///
/// @param relayActiveHigh whether high at the pin drives the relay; the other level is the safe state
/// @param longestPulse no unlocking lasts longer, 100 ms .. 60 s
/// @param exitPulse for the button inside, up to `longestPulse`
/// @param exit what the button inside does
/// @param grace how long after the pulse an opening is still the one that was allowed, up to 10 s
/// @param heldAfter how long a door may be open, 1 s .. 1 h
/// @param relockOnClose whether a pulse ends when the door has closed behind somebody
/// @param debounce of contact and button, 5 ms .. 500 ms
public record DoorOptions(boolean relayActiveHigh, Duration longestPulse, Duration exitPulse, Exit exit, Duration grace,
    Duration heldAfter, boolean relockOnClose, Duration debounce) {
  /// The button inside.
  public enum Exit {
    /// Drives the relay.
    UNLOCK,
    /// The handle opens the door by itself: the button only says that it is no break-in.
    SHUNT
  }

  public DoorOptions {
    requireBetween("longest pulse", longestPulse, 100, 60_000);
    requireBetween("exit pulse", exitPulse, 1, longestPulse.toMillis());
    requireBetween("grace", grace, 0, 10_000);
    requireBetween("held after", heldAfter, 1_000, 3_600_000);
    requireBetween("debounce", debounce, 5, 500);
  }

  private static void requireBetween(String name, Duration value, long least, long most) {
    if (value.toMillis() < least || value.toMillis() > most) {
      throw new IllegalArgumentException(name + " " + value + ", expected " + least + " to " + most + " ms");
    }
  }

  /// Active high, pulses of up to 10 s, 5 s for the button, 1 s of grace, held after 30 s, locked behind each.
  public static DoorOptions defaults() {
    return new DoorOptions(true, Duration.ofSeconds(10), Duration.ofSeconds(5), Exit.UNLOCK, Duration.ofSeconds(1),
        Duration.ofSeconds(30), true, Duration.ofMillis(30));
  }

  public DoorOptions withRelayActiveHigh(boolean activeHigh) {
    return new DoorOptions(activeHigh, longestPulse, exitPulse, exit, grace, heldAfter, relockOnClose, debounce);
  }

  public DoorOptions withExit(Exit other) {
    return new DoorOptions(relayActiveHigh, longestPulse, exitPulse, other, grace, heldAfter, relockOnClose, debounce);
  }
}
