package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.StoredEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the ledger for lists and exports. Any thread but the punch thread; calls may run side by side.
public interface LedgerReader {
  /// Every committed entry with `fromSeq <= seq`, whose event was in `[from, to)` where these are given, in order of
  /// sequence, one at a time.
  void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer);
}
