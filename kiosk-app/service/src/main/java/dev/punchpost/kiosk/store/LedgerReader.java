package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.timeline.Timeline;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Reads the ledger for lists and exports. Any thread but the punch thread; calls may run side by side.
public interface LedgerReader {
  /// Every committed entry with `fromSeq <= seq`, whose event was in `[from, to)` by its recorded time where these are
  /// given, in order of sequence, one at a time.
  void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer);

  /// What is stored for each committed entry with `first <= seq <= last`, in order of sequence, one at a time, until
  /// the consumer has had enough. No entry is removed meanwhile.
  ///
  /// @param more says whether it wants the next one
  void forEachRow(long first, long last, Predicate<LedgerRow> more);

  /// The first sequence whose event was at this time or later, in whatever order the events were; empty if there is
  /// none.
  OptionalLong firstAt(Instant time);

  /// The last sequence whose event was before this time; empty if there is none.
  OptionalLong lastBefore(Instant time);

  /// Every committed entry with `firstSeq <= seq <= lastSeq`, in order, one at a time.
  void forEach(long firstSeq, long lastSeq, Consumer<StoredEntry> consumer);

  /// The smallest range of sequences that holds every entry recorded in `[from, to)`; quick, whatever its size.
  Optional<Span> recordedIn(Optional<Instant> from, Optional<Instant> to);

  /// All committed stretches and corrections.
  Timeline timeline();

  /// A range of sequences, both ends included.
  record Span(long first, long last) {}
}
