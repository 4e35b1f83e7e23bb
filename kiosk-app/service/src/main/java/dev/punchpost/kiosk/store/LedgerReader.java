package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
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
