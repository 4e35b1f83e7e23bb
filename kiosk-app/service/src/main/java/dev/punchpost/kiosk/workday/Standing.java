package dev.punchpost.kiosk.workday;

import dev.punchpost.kiosk.ledger.EntryView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/// A punch as it stands after all corrections.
///
/// @param seq the entry that made it what it is: a raw punch, or the newest correction of one
/// @param worker worker id
/// @param kind `IN`, `OUT` or a word of a later version
public record Standing(long seq, String worker, String kind, Instant time) {
  /// Applies corrections to punches.
  ///
  /// @param entries in order of sequence, with everything that they correct and are corrected by
  /// @param time when a raw punch or tap was made, as is known now
  /// @return in order of time; of the same time, in order of sequence
  public static List<Standing> of(List<EntryView> entries, Function<EntryView, Instant> time) {
    TreeMap<Long, Standing> standing = new TreeMap<>();
    for (EntryView entry : entries) {
      entry.punch().ifPresent(punch -> standing.put(entry.seq(),
          new Standing(entry.seq(), punch.worker(), punch.kind(), time.apply(entry))));
      Optional<EntryView.Correction> correction = entry.correction();
      if (correction.isPresent()) {
        Optional<EntryView.Punched> was = correction.get().was();
        Optional<EntryView.Punched> now = correction.get().now();
        Optional<Standing> before = correction.get().target().isPresent()
            ? Optional.ofNullable(standing.remove(correction.get().target().getAsLong()))
            : Optional.empty();
        // A correction that left the time alone keeps what is known of it since; so does a tap that is assigned.
        boolean sameTime = was.map(EntryView.Punched::time).equals(now.map(EntryView.Punched::time));
        Optional<Instant> kept = before.filter(_ -> sameTime).map(Standing::time).or(() -> was.isPresent()
            ? Optional.empty()
            : assigned(entries, correction.get().target()).map(time));
        now.ifPresent(it -> standing.put(entry.seq(), new Standing(entry.seq(), it.worker(), it.kind(),
            kept.orElse(it.time().toInstant()))));
      }
    }
    return standing.values().stream()
        .sorted(Comparator.comparing(Standing::time).thenComparing(Standing::seq)).toList();
  }

  private static Optional<EntryView> assigned(List<EntryView> entries, OptionalLong target) {
    return entries.stream().filter(entry -> target.isPresent() && entry.seq() == target.getAsLong()).findFirst();
  }
}
