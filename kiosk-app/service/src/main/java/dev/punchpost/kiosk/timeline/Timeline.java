package dev.punchpost.kiosk.timeline;

import java.util.List;
import java.util.Optional;

/// The stretches of a ledger, or of one of its boots, with the corrections made so far. Immutable; small, whatever the
/// number of entries.
///
/// @param stretches in order
/// @param corrections in order of their own sequence
/// @param through the newest entry, 0 if there is none
public record Timeline(List<Stretch> stretches, List<TimeCorrection> corrections, long through) {
  public Timeline {
    stretches = List.copyOf(stretches);
    corrections = List.copyOf(corrections);
  }

  /// The last entry of a stretch, by its place in the list.
  public long lastSeq(int stretch) {
    return stretch + 1 < stretches.size() ? stretches.get(stretch + 1).firstSeq() - 1 : through;
  }

  /// The correction that holds for an entry.
  public Optional<TimeCorrection> correctionOf(long seq) {
    return corrections.reversed().stream().filter(correction -> correction.covers(seq)).findFirst();
  }
}
