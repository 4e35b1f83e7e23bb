package dev.punchpost.kiosk.punch;

import dev.punchpost.kiosk.ledger.Content.UnidentifiedTap.Reason;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.LastPunch;

/// What a tap means.
sealed interface Decision {
  /// A new punch.
  ///
  /// @param outMissing whether the shift before lacks its OUT
  /// @param insideAlready whether it is an IN of somebody who is inside, by all that is known here
  record NewPunch(Worker worker, Kind kind, boolean outMissing, boolean insideAlready) implements Decision {
    NewPunch(Worker worker, Kind kind, boolean outMissing) {
      this(worker, kind, outMissing, false);
    }
  }

  /// The same tap once more: the first one is shown again.
  record Repeat(Worker worker, LastPunch first) implements Decision {}

  /// Nobody who may punch.
  record Unidentified(Reason reason) implements Decision {}
}
