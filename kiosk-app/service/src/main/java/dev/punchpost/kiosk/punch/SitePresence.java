package dev.punchpost.kiosk.punch;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import java.time.Instant;
import java.util.Optional;

/// What the other terminals of the site have told about their workers. The punch thread asks it at each tap: a look into
/// memory, no network and no store.
public interface SitePresence {
  /// For a terminal that is alone.
  SitePresence NONE = new SitePresence() {
    @Override
    public Optional<Elsewhere> newerThan(WorkerId worker, Optional<LastPunch> here, Reading tap) {
      return Optional.empty();
    }

    @Override
    public void supersede(WorkerId worker) {
      // Nothing is known that a punch could supersede.
    }
  };

  /// A worker's newest punch at another terminal.
  ///
  /// @param wall time of the tap as that terminal recorded it
  /// @param clock how good it was
  /// @param seq in that terminal's ledger
  record Elsewhere(String terminal, Kind kind, Instant wall, ClockState clock, long seq) {}

  /// The worker's newest punch elsewhere, if it is newer than the one here.
  ///
  /// @param here the worker's newest punch at this terminal
  /// @param tap the clocks at the tap that is being decided
  Optional<Elsewhere> newerThan(WorkerId worker, Optional<LastPunch> here, Reading tap);

  /// A punch of the worker is recorded here: it is newer than everything known so far, whatever the clocks say.
  void supersede(WorkerId worker);
}
