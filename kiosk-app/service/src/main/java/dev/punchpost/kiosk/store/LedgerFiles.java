package dev.punchpost.kiosk.store;

import java.nio.file.Path;
import java.util.function.Predicate;

/// Reads the ledger of a data directory that no service uses, such as a copy, without a terminal around it.
@FunctionalInterface
public interface LedgerFiles {
  /// Every row in order of sequence, until the consumer has had enough. Changes no row; a database that was cut off
  /// is brought to its last commit, as at every start.
  ///
  /// @throws StoreException if there is no ledger, it is in use, or it cannot be opened
  void forEachRow(Path directory, Predicate<LedgerRow> more);
}
