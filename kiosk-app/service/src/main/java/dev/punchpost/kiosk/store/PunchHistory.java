package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A worker's punches with their corrections, for lists and for the next correction. Any thread but the punch thread.
public interface PunchHistory {
  /// The committed entry with this sequence.
  Optional<StoredEntry> entry(long seq);

  /// The correction whose target this entry is; there is at most one.
  Optional<StoredEntry> correctionOf(long seq);

  /// Sequences of the entries that say, or said, that the worker punched in `[from, to)`, in any order.
  List<Long> sequences(WorkerId worker, Instant from, Instant to);

  /// Those entries with all that they correct and all that corrects them, whatever their time and worker, in order of
  /// sequence.
  default List<StoredEntry> of(WorkerId worker, Instant from, Instant to) {
    return of(sequences(worker, from, to));
  }

  /// These entries with all that they correct and all that corrects them, in order of sequence.
  default List<StoredEntry> of(Collection<Long> sequences) {
    TreeMap<Long, StoredEntry> found = new TreeMap<>();
    Deque<Long> next = new ArrayDeque<>(sequences);
    while (!next.isEmpty()) {
      long seq = next.pop();
      Optional<StoredEntry> entry = found.containsKey(seq) ? Optional.empty() : entry(seq);
      if (entry.isPresent()) {
        found.put(seq, entry.get());
        EntryView.of(entry.get()).correction().ifPresent(correction -> correction.target().ifPresent(next::push));
        correctionOf(seq).ifPresent(correction -> next.push(correction.seq()));
      }
    }
    return List.copyOf(found.values());
  }

  /// The correction at the end of a chain of corrections that begins with this entry, if there is any.
  default Optional<StoredEntry> newestCorrectionOf(long seq) {
    Optional<StoredEntry> newest = Optional.empty();
    for (Optional<StoredEntry> next = correctionOf(seq); next.isPresent(); next = correctionOf(next.get().seq())) {
      newest = next;
    }
    return newest;
  }
}
