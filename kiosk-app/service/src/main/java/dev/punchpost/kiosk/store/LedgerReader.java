package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Reads the ledger for lists and exports. Any thread but the punch thread; calls may run side by side.
public interface LedgerReader {
  /// Every committed entry with `fromSeq <= seq`, whose event was in `[from, to)` where these are given, in order of
  /// sequence, one at a time.
  void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer);

  /// Committed entries from one sequence to another, both included, in order; as many of them as there are.
  ///
  /// @param first 1 or greater
  /// @param last may be beyond the newest one; at most 1,000 entries are asked for
  List<StoredEntry> range(long first, long last);

  /// The newest punches of workers, ordered by worker, a page at a time.
  ///
  /// @param after the last worker of the page before; empty text for the first page
  /// @param limit largest number of workers
  SortedMap<String, LastPunch> lastPunches(String after, int limit);
}
