package dev.punchpost.consumer;

import java.util.List;

/// What the database knows of one ledger.
///
/// @param through everything from the ledger's beginning up to here is stored, or is a hole
/// @param first oldest entry that the terminal still had when this consumer met the ledger
/// @param last newest entry that the terminal named
/// @param sentThrough everything up to here was sent at least once
/// @param holes entries that the broker would not take, lowest first
/// @param again copies that were dropped because they were stored already
/// @param verifiedThrough up to here the manifest was compared
record LedgerState(TerminalName terminal, String ledger, long through, long first, long last, long sentThrough,
    List<Long> holes, long again, long verifiedThrough) {
  LedgerState {
    holes = List.copyOf(holes);
  }
}
