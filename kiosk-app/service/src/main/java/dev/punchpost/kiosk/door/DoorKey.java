package dev.punchpost.kiosk.door;

import dev.punchpost.drivers.door.Authorisation;

/// Unlocks the terminal's door. Any thread; never waits.
@FunctionalInterface
public interface DoorKey {
  /// What became of the wish.
  enum Answer {
    /// The door's thread has it, and drives the relay within some milliseconds.
    TAKEN,
    /// This terminal has no door.
    NO_DOOR,
    /// The door's lines do not work now.
    NOT_WORKING
  }

  /// A terminal without a door.
  DoorKey NO_DOOR = _ -> Answer.NO_DOOR;

  /// @param who in whose name: goes into the ledger
  Answer unlock(Authorisation who);
}
