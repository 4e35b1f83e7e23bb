package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.PunchHistory;
import dev.punchpost.kiosk.timeline.BestTime;
import dev.punchpost.kiosk.timeline.BestTimes;
import dev.punchpost.kiosk.timeline.Stretch;
import dev.punchpost.kiosk.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Goes through the punches of a span of time, by the times that count and not by those recorded, one at a time. One
/// thread; made for one list or export.
final class PunchTimes {
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final LedgerReader reader;
  private final BestTimes times;
  private final long through;

  PunchTimes(LedgerReader reader) {
    this.reader = reader;
    Timeline timeline = reader.timeline();
    this.through = timeline.through();
    this.times = new BestTimes(timeline, ends(timeline));
  }

  /// @param shown which entries are wanted
  void forEach(Optional<Instant> from, Optional<Instant> to, Predicate<StoredEntry> shown,
      BiConsumer<PunchRow, BestTime> consumer) {
    for (LedgerReader.Span span : spans(from, to)) {
      reader.forEach(span.first(), span.last(), entry -> {
        if (shown.test(entry)) {
          PunchRow row = new PunchRow(entry);
          Instant recorded = row.instant();
          BestTime best = times.of(entry.seq(), recorded, row.number("monotonicUs").orElse(0),
              row.number("uncertaintyMs"));
          if (best.mayBeIn(recorded, from, to)) {
            consumer.accept(row, best);
          }
        }
      });
    }
  }

  /// When the event of an entry really was, as far as the ledger can tell by now.
  BestTime of(EntryView entry) {
    return times.of(entry.seq(), entry.time().toInstant(), entry.monotonicUs(), entry.uncertaintyMs());
  }

  /// Sequences of a worker's entries whose time, or possible time, is in `[from, to)`, whatever time was recorded.
  Set<Long> sequences(PunchHistory history, WorkerId worker, Instant from, Instant to) {
    Set<Long> found = new TreeSet<>(history.sequences(worker, from, to));
    List<BestTimes.Range> elsewhere = times.elsewhere(Optional.of(from), Optional.of(to));
    if (!elsewhere.isEmpty()) {
      history.sequences(worker, Instant.EPOCH, LATEST).stream().filter(
          seq -> elsewhere.stream().anyMatch(range -> range.firstSeq() <= seq && seq <= range.lastSeq()))
          .forEach(found::add);
    }
    return found;
  }

  /// The boot's number in this ledger.
  OptionalLong boot(long seq) {
    return times.boot(seq);
  }

  private List<LedgerReader.Span> spans(Optional<Instant> from, Optional<Instant> to) {
    if (from.isEmpty() && to.isEmpty()) {
      return List.of(new LedgerReader.Span(1, through));
    }
    List<LedgerReader.Span> spans = new ArrayList<>();
    reader.recordedIn(from, to).ifPresent(spans::add);
    times.elsewhere(from, to).forEach(range -> spans.add(new LedgerReader.Span(range.firstSeq(), range.lastSeq())));
    spans.sort(Comparator.comparingLong(LedgerReader.Span::first));
    List<LedgerReader.Span> merged = new ArrayList<>();
    for (LedgerReader.Span span : spans) {
      if (!merged.isEmpty() && span.first() <= merged.getLast().last() + 1) {
        LedgerReader.Span last = merged.removeLast();
        merged.add(new LedgerReader.Span(last.first(), Math.max(last.last(), span.last())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  /// How long each boot lasted at least, for boots whose clock was never known and those before them: their last entry
  /// is looked up, because a stretch knows its first one only.
  private Map<Long, Long> ends(Timeline timeline) {
    TreeMap<Long, Long> lastSeqs = new TreeMap<>();
    Set<Long> unknown = new HashSet<>();
    for (int i = 0; i < timeline.stretches().size(); i++) {
      Stretch stretch = timeline.stretches().get(i);
      lastSeqs.put(stretch.boot(), timeline.lastSeq(i));
      if (stretch.state() == ClockState.UNSET) {
        unknown.add(stretch.boot());
        unknown.add(stretch.boot() - 1);
      }
    }
    Map<Long, Long> ends = new HashMap<>();
    lastSeqs.forEach((boot, seq) -> {
      if (unknown.contains(boot)) {
        reader.forEach(seq, seq, entry -> ends.put(boot, EntryView.of(entry).monotonicUs()));
      }
    });
    return ends;
  }
}
