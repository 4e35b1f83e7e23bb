package dev.punchpost.kiosk.remote.command;

import dev.punchpost.kiosk.door.DoorKey;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.roster.WorkerId;

/// What commands do. Called on the remote thread.
public interface CommandActions {
  /// Makes the terminal blink and beep for so many seconds.
  void identify(int seconds);

  /// Sends entries again, all that there are in the range.
  ///
  /// @return how many that will be; below 0 if too many ranges wait already
  long replay(long from, long to);

  /// The full blocks that hold a range of sequences.
  CanonicalJson manifest(long from, long to);

  /// Shows a text to a worker after the next tick.
  ///
  /// @return false if too many messages wait already
  boolean message(WorkerId worker, String text, int hours);

  /// Publishes everything that is retained again.
  void refresh();

  /// Starts the terminal again, once the answer has been sent.
  void restart();

  /// Unlocks the door.
  ///
  /// @param reference the command's correlation data in hex
  DoorKey.Answer unlock(String reference);

  /// What `punchpost doctor` finds.
  CanonicalJson doctor();
}
