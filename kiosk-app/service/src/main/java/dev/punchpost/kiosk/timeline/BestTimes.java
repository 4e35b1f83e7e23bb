package dev.punchpost.kiosk.timeline;

import dev.punchpost.kiosk.clock.ClockState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Gives every entry the time that counts: corrections are applied, and bounds found for boots of which nobody ever knew
/// when they were. Made once for a list or an export, and asked for each of its entries. Immutable.
public final class BestTimes {
  /// Entries one after another with the same correction, or none.
  private record Piece(long first, long last, Optional<TimeCorrection> correction) {}

  /// A range of sequences, both ends included.
  public record Range(long firstSeq, long lastSeq) {}

  private final TreeMap<Long, Piece> pieces = new TreeMap<>();
  private final TreeMap<Long, Stretch> stretches = new TreeMap<>();
  private final Map<Long, BootBounds.Boot> boots;
  private final long through;

  /// @param endsUs by boot number, the monotonic time of its last entry; a boot that is missing gets looser bounds
  public BestTimes(Timeline timeline, Map<Long, Long> endsUs) {
    through = timeline.through();
    timeline.stretches().forEach(stretch -> stretches.put(stretch.firstSeq(), stretch));
    boots = BootBounds.of(timeline, endsUs);
    if (through > 0) {
      pieces.put(1L, new Piece(1, through, Optional.empty()));
    }
    // In order of sequence: where ranges meet, the later one replaces the earlier.
    timeline.corrections().forEach(this::paint);
  }

  private void paint(TimeCorrection correction) {
    split(correction.firstSeq());
    split(correction.lastSeq() + 1);
    pieces.subMap(correction.firstSeq(), true, correction.lastSeq(), true)
        .replaceAll((_, piece) -> new Piece(piece.first, piece.last, Optional.of(correction)));
  }

  private void split(long at) {
    Map.Entry<Long, Piece> around = pieces.floorEntry(at);
    if (around == null || around.getKey() == at || around.getValue().last < at) {
      return;
    }
    Piece piece = around.getValue();
    pieces.put(piece.first, new Piece(piece.first, at - 1, piece.correction));
    pieces.put(at, new Piece(at, piece.last, piece.correction));
  }

  /// @param recorded the entry's own time
  /// @param monotonicUs the entry's own, microseconds since boot
  /// @param uncertaintyMs the entry's own
  public BestTime of(long seq, Instant recorded, long monotonicUs, OptionalLong uncertaintyMs) {
    Map.Entry<Long, Stretch> stretch = stretches.floorEntry(seq);
    if (stretch == null) {
      // Of a time before the ledger kept this: as recorded.
      return new BestTime(Optional.of(recorded), uncertaintyMs, OptionalLong.empty(), Optional.empty(),
          Optional.empty());
    }
    Map.Entry<Long, Piece> piece = pieces.floorEntry(seq);
    Optional<TimeCorrection> correction = piece == null ? Optional.empty() : piece.getValue().correction;
    OptionalLong bound = correction.map(TimeCorrection::uncertaintyMs).orElse(uncertaintyMs);
    Optional<Instant> time = correction.map(made -> recorded.plus(made.offsetUs(), ChronoUnit.MICROS))
        .or(() -> stretch.getValue().state() == ClockState.UNSET ? Optional.empty() : Optional.of(recorded));
    OptionalLong source = correction.map(made -> OptionalLong.of(made.seq())).orElse(OptionalLong.empty());
    BootBounds.Boot boot = boots.get(stretch.getValue().boot());
    if (bound.isPresent() || boot == null) {
      return new BestTime(time, bound, source, Optional.empty(), Optional.empty());
    }
    return new BestTime(time, bound, source, instant(boot.notBefore(monotonicUs)),
        instant(boot.notAfter(monotonicUs)));
  }

  /// The boot's number in the ledger, if the ledger kept it.
  public OptionalLong boot(long seq) {
    Map.Entry<Long, Stretch> stretch = stretches.floorEntry(seq);
    return stretch == null ? OptionalLong.empty() : OptionalLong.of(stretch.getValue().boot());
  }

  /// Where entries of a time may be although they were recorded with another: corrected ones whose range touches
  /// `[from, to)`, and all of boots whose clock nobody knew. In order of sequence.
  public List<Range> elsewhere(Optional<Instant> from, Optional<Instant> to) {
    List<Range> ranges = new ArrayList<>();
    for (Stretch stretch : stretches.values()) {
      Long next = stretches.higherKey(stretch.firstSeq());
      long last = next == null ? through : next - 1;
      for (Piece piece : pieces.subMap(pieces.floorKey(stretch.firstSeq()), true, last, true).values()) {
        boolean relevant = piece.correction.map(made -> touches(stretch, made, from, to))
            .orElse(stretch.state() == ClockState.UNSET);
        if (relevant) {
          ranges.add(new Range(Math.max(piece.first, stretch.firstSeq()), Math.min(piece.last, last)));
        }
      }
    }
    return ranges;
  }

  /// The corrected times lie between the stretch's first entry and the moment of the correction; an entry that waited for
  /// a failing store may be older, as old as the boot.
  private static boolean touches(Stretch stretch, TimeCorrection made, Optional<Instant> from, Optional<Instant> to) {
    Instant begin = Instant.EPOCH.plus(stretch.offsetUs() + made.offsetUs(), ChronoUnit.MICROS);
    Instant end = begin.plus(made.monotonicUs(), ChronoUnit.MICROS);
    return from.map(start -> !end.isBefore(start)).orElse(true) && to.map(begin::isBefore).orElse(true);
  }

  private static Optional<Instant> instant(OptionalLong micros) {
    return micros.isPresent()
        ? Optional.of(Instant.EPOCH.plus(micros.getAsLong(), ChronoUnit.MICROS))
        : Optional.empty();
  }
}
