package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.roster.WorkerId;

/// Reads what is known about workers beside the roster. It is written with the entries that tell of it, by
/// [LedgerWriter#append]. Any thread but the punch thread.
@FunctionalInterface
public interface AccessStore {
  /// [Access#NONE] for a worker of whom nothing is known.
  Access of(WorkerId worker);
}
