package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.timeline.BestTime;
import dev.punchpost.kiosk.workday.Standing;
import dev.punchpost.kiosk.workday.WorkDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tells a worker's day in lines: every raw entry, under it its corrections with their authors, then what it adds up to
/// and what is not clear.
///
/// @param times when an entry's event was, as is known now
record DayText(WorkerId worker, ZoneId zone, WorkDay.Rules rules, Function<EntryView, BestTime> times) {
  private static final String ROW = "%10s  %-26s  %s";

  /// @param entries of the worker in order of sequence, with everything they are connected with
  void write(LocalDate day, List<EntryView> entries, Instant now, Output output) {
    List<Standing> standing = Standing.of(entries, this::time).stream()
        .filter(punch -> punch.worker().equals(worker.value())).toList();
    WorkDay work = WorkDay.of(day, zone, rules, standing, now);
    Set<Long> ofTheDay = work.punches().stream().map(Standing::seq).collect(Collectors.toSet());
    output.out(String.format(Locale.ROOT, ROW, "seq", "time", "").stripTrailing());
    boolean any = false;
    List<List<EntryView>> unsure = new ArrayList<>();
    for (List<EntryView> chain : chains(entries)) {
      boolean perhaps = mayBeHere(chain, day, standing);
      if (perhaps || chain.stream().anyMatch(entry -> ofTheDay.contains(entry.seq()))
          || touches(chain, day, standing)) {
        chain.forEach(entry -> output.out(line(entry)));
        if (perhaps) {
          unsure.add(chain);
        }
        any = true;
      }
    }
    if (!any) {
      output.out("no entries");
    }
    output.out("worked " + text(work.worked()) + ", break " + text(work.breaks()));
    work.working().ifPresent(in -> output.out("at work since " + show(in.time()) + " (entry " + in.seq() + ")"));
    work.questions().forEach(question -> output.out("open: " + words(question)));
    unsure.forEach(chain -> output.out("open: the clock was not set, entry " + chain.getFirst().seq() + " was "
        + between(times.apply(chain.getFirst())) + "; 'correct replace " + chain.getLast().seq()
        + " --time' says when"));
  }

  /// A raw entry, or an added punch, with its corrections; each in order of sequence.
  private static List<List<EntryView>> chains(List<EntryView> entries) {
    Map<Long, List<EntryView>> chains = new TreeMap<>();
    Map<Long, Long> roots = new TreeMap<>();
    for (EntryView entry : entries) {
      long root = entry.correction().stream().flatMapToLong(it -> it.target().stream())
          .map(target -> roots.getOrDefault(target, entry.seq())).findFirst().orElse(entry.seq());
      roots.put(entry.seq(), root);
      chains.computeIfAbsent(root, _ -> new ArrayList<>()).add(entry);
    }
    return List.copyOf(chains.values());
  }

  /// Whether something of the chain was at this worker and day once, though it is not any more. What stands on another
  /// day (in a night shift that began before) is told there.
  private boolean touches(List<EntryView> chain, LocalDate day, List<Standing> standing) {
    Set<Long> elsewhere = standing.stream().map(Standing::seq).collect(Collectors.toCollection(HashSet::new));
    return chain.stream().filter(entry -> !elsewhere.contains(entry.seq())).anyMatch(entry -> entry.punch()
        .filter(punch -> isHere(punch.worker(), time(entry), day)).isPresent()
        || entry.correction().flatMap(EntryView.Correction::now)
            .filter(now -> isHere(now.worker(), now.time().toInstant(), day)).isPresent());
  }

  /// Whether the chain still has the time of a raw entry that was recorded when nobody knew the time, and that may have
  /// been on this day.
  private boolean mayBeHere(List<EntryView> chain, LocalDate day, List<Standing> standing) {
    EntryView raw = chain.getFirst();
    BestTime best = times.apply(raw);
    Instant start = day.atStartOfDay(zone).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
    return raw.correction().isEmpty() && best.time().isEmpty()
        && best.mayBeIn(raw.time().toInstant(), Optional.of(start), Optional.of(end))
        && standing.stream().anyMatch(punch -> punch.time().equals(time(raw))
            && chain.stream().anyMatch(entry -> entry.seq() == punch.seq()));
  }

  /// The time that counts, or else the recorded one.
  private Instant time(EntryView entry) {
    return times.apply(entry).time().orElseGet(() -> entry.time().toInstant());
  }

  private boolean isHere(String who, Instant when, LocalDate day) {
    return who.equals(worker.value()) && when.atZone(zone).toLocalDate().equals(day);
  }

  private String line(EntryView entry) {
    return String.format(Locale.ROOT, ROW, entry.seq(), show(time(entry)),
        entry.correction().map(this::words).orElseGet(() -> raw(entry) + recorded(entry)));
  }

  /// The recorded time, where it is not the one that counts, and how good that one is.
  private String recorded(EntryView entry) {
    BestTime best = times.apply(entry);
    if (best.time().isEmpty()) {
      return "  clock not set, " + between(best);
    }
    String bound = best.uncertaintyMs().isPresent() ? " +-" + best.uncertaintyMs().getAsLong() + " ms" : "";
    return best.correction().isPresent()
        ? "  recorded " + show(entry.time().toInstant()) + ", corrected by entry " + best.correction().getAsLong()
            + bound
        : "";
  }

  private String between(BestTime best) {
    String from = best.notBefore().map(time -> "after " + show(time)).orElse("");
    String to = best.notAfter().map(time -> "before " + show(time)).orElse("");
    return from.isEmpty() && to.isEmpty()
        ? "at a time that nothing tells"
        : from + (from.isEmpty() || to.isEmpty() ? "" : " and ") + to;
  }

  private static String raw(EntryView entry) {
    return entry.punch()
        .map(punch -> punch.kind() + "  worker " + punch.worker() + "  reader " + punch.reader()
            + (punch.flags().isEmpty() ? "" : "  " + String.join(" ", punch.flags())))
        .orElseGet(() -> "unidentified tap  reader " + entry.detail("reader").orElse("") + "  "
            + entry.detail("reason").orElse(""));
  }

  private String words(EntryView.Correction it) {
    String target = it.target().isPresent() ? " " + it.target().getAsLong() : "";
    String now = it.now().map(punch -> ": " + punch.kind() + " of " + punch.worker() + " at "
        + show(punch.time().toInstant())).orElse("");
    return "  " + it.action() + target + now + "  by " + it.by()
        + it.approvedBy().map(approver -> ", approved by " + approver).orElse("") + ": " + it.reason();
  }

  private String words(WorkDay.Unclear it) {
    String entry = show(it.punch().time()) + " (entry " + it.punch().seq() + ")";
    return switch (it.question()) {
      case OUT_MISSING -> "no OUT after the IN of " + entry;
      case IN_MISSING -> "no IN before the OUT of " + entry;
      case UNKNOWN_KIND -> "this version does not know " + it.punch().kind() + " of " + entry;
    };
  }

  private String show(Instant instant) {
    return new TimeText(zone).show(instant);
  }

  /// Full minutes, as wages are counted; seconds are in the entries.
  private static String text(Duration duration) {
    return duration.toHours() + " h " + String.format(Locale.ROOT, "%02d", duration.toMinutesPart()) + " min";
  }
}
