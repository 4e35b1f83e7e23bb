package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.timeline.Timeline;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the ledger for lists and exports. Any thread but the punch thread; calls may run side by side.
public interface LedgerReader {
  /// Every committed entry with `fromSeq <= seq`, whose event was in `[from, to)` by its recorded time where these are
  /// given, in order of sequence, one at a time.
  void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer);

  /// Every committed entry with `firstSeq <= seq <= lastSeq`, in order, one at a time.
  void forEach(long firstSeq, long lastSeq, Consumer<StoredEntry> consumer);

  /// The smallest range of sequences that holds every entry recorded in `[from, to)`; quick, whatever its size.
  Optional<Span> recordedIn(Optional<Instant> from, Optional<Instant> to);

  /// All committed stretches and corrections.
  Timeline timeline();

  /// A range of sequences, both ends included.
  record Span(long first, long last) {}
}
