package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.evidence.Evidence;
import dev.punchpost.kiosk.health.StatusSource;
import dev.punchpost.kiosk.health.StatusText;
import dev.punchpost.kiosk.roster.FormCollisions;
import dev.punchpost.kiosk.roster.RosterFile;
import dev.punchpost.kiosk.roster.RosterMistake;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.timeline.BestTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Does what requests ask, on an open store: inside the running service, or in the command's own process while the
/// service is stopped. Thread-safe; nothing here is done on the punch thread.
public final class Operations implements RequestHandler {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private final PunchStore store;
  private final StatusSource status;
  private final ZoneId zone;
  private final Consumer<RosterStore.Applied> applied;
  private final LedgerRequests ledger;
  private final OutboxRequests outbox;
  private final WorkerOperations workers;
  private final ReentrantLock roster = new ReentrantLock();

  /// Without a key, and with nobody to tell of entries that are to be sent again: the next start finds them.
  public Operations(PunchStore store, StatusSource status, ZoneId zone, Consumer<RosterStore.Applied> applied,
      WorkerOperations workers) {
    this(store, status, zone, applied, new Evidence(store, Optional.empty(), zone, Instant::now), workers, () -> {});
  }

  /// @param zone the terminal's, for dates
  /// @param applied hears of a new roster that is in force, so that it is entered into the ledger; called on the
  ///   request's thread
  /// @param evidence what can be proved about the ledger, with its key
  /// @param workers does what is asked about workers
  /// @param again called when entries that were set aside are to be sent again; on the request's thread
  public Operations(PunchStore store, StatusSource status, ZoneId zone, Consumer<RosterStore.Applied> applied,
      Evidence evidence, WorkerOperations workers, Runnable again) {
    this.ledger = new LedgerRequests(evidence);
    this.outbox = new OutboxRequests(store.outbox().setAside(), zone, again);
    this.store = store;
    this.status = status;
    this.zone = zone;
    this.applied = applied;
    this.workers = workers;
  }

  @Override
  public ExitCode handle(Request request, Output output) {
    try {
      return switch (request) {
        case Request.Status(boolean json) -> {
          StatusText.lines(status.now(), json).forEach(output::out);
          yield ExitCode.OK;
        }
        case Request.RosterImport(String file, String csv, boolean merge, boolean force) -> {
          Optional<RosterStore.SiteVersion> site = store.roster().site();
          if (site.isPresent() && !force) {
            output.err("this terminal takes its roster from the site (version " + site.get().version()
                + "); --force replaces it until the site has a newer one");
            yield ExitCode.DATA;
          }
          yield importRoster(file, csv, merge, output);
        }
        case Request.OfWorker it -> ofWorker(it, output);
        case Request.RosterList _ -> listRoster(output);
        case Request.RosterExport _ -> {
          RosterFile.write(workers(), output::out);
          yield ExitCode.OK;
        }
        case Request.Punches punches -> punches(punches, output);
        case Request.LedgerVerify verify -> ledger.verify(verify, output);
        case Request.LedgerExport export -> exportLedger(export, output);
        case Request.LedgerKey _ -> ledger.key(output);
        case Request.ReaderLearn _,Request.CardIssue _ -> ReaderRequests.notHere(output);
        case Request.OfFingers _ -> FingerRequests.notHere(output);
        case Request.Screen _ -> ScreenRequests.notHere(output);
        case Request.DoorUnlock _ -> DoorRequests.notHere(output);
        case Request.OutboxList _ -> outbox.list(output);
        case Request.OutboxRetry(Optional<String> seq) -> outbox.retry(seq, output);
      };
    } catch (StoreException e) {
      output.err("the store failed: " + e.getMessage());
      return ExitCode.of(e.kind());
    }
  }

  private ExitCode ofWorker(Request.OfWorker request, Output output) {
    roster.lock();
    try {
      return workers.handle(request, output);
    } finally {
      roster.unlock();
    }
  }

  private ExitCode importRoster(String file, String csv, boolean merge, Output output) {
    return switch (RosterFile.parse(file, csv, merge)) {
      case RosterFile.Result.Bad(List<RosterMistake> mistakes) -> {
        mistakes.forEach(mistake -> output.err(mistake.toString()));
        output.err(mistakes.size() + (mistakes.size() == 1 ? " mistake" : " mistakes")
            + "; nothing of the file was applied");
        yield ExitCode.DATA;
      }
      case RosterFile.Result.Good(List<Worker> workers) -> {
        RosterStore.Applied now;
        roster.lock();
        try {
          now = store.roster().apply(workers, merge);
          applied.accept(now);
        } finally {
          roster.unlock();
        }
        FormCollisions.of(workers()).forEach(collision -> output.err("warning: " + collision.words()));
        output.out("roster version " + now.version() + " is in force: " + now.workers() + " workers, "
            + now.credentials() + " badges");
        yield ExitCode.OK;
      }
    };
  }

  /// The whole roster, inactive workers too. Any thread.
  public List<Worker> workers() {
    roster.lock();
    try {
      return store.roster().workers();
    } finally {
      roster.unlock();
    }
  }

  private ExitCode listRoster(Output output) {
    List<Worker> workers = workers();
    int widest = workers.stream().mapToInt(worker -> worker.name().length()).max().orElse(4);
    String row = "%-32s  %-" + Math.max(4, widest) + "s  %-8s  %-8s  %-16s  %s";
    output.out(String.format(Locale.ROOT, row, "worker", "name", "state", "language", "roles", "badges"));
    for (Worker worker : workers) {
      output.out(String.format(Locale.ROOT, row, worker.id(), worker.name(), worker.active() ? "active" : "inactive",
          worker.language(), roles(worker).stream().sorted().collect(Collectors.joining(" ")),
          worker.credentials().stream().map(Object::toString).collect(Collectors.joining(" "))).stripTrailing());
    }
    return ExitCode.OK;
  }

  /// With those set by hand. An export has the roster's own, so that importing it again changes nothing.
  private Set<String> roles(Worker worker) {
    return store.access().of(worker.id()).roles(worker.roles());
  }

  /// A range of time, each end of which may be open.
  private record Span(Optional<Instant> from, Optional<Instant> to) {}

  /// @return empty, with the reason told, if the texts are no such range
  private Optional<Span> span(Optional<String> fromText, Optional<String> toText, Output output) {
    Span span;
    try {
      span = new Span(fromText.map(this::moment), toText.map(this::moment));
    } catch (DateTimeException e) {
      output.err("--from and --to take an RFC 3339 time such as 2026-11-20T08:00:00+01:00 or a date such as 2026-11-20"
          + " (its beginning in " + zone + ")");
      return Optional.empty();
    }
    if (span.from().isPresent() && span.to().isPresent() && span.to().get().isBefore(span.from().get())) {
      output.err("--to is before --from");
      return Optional.empty();
    }
    return Optional.of(span);
  }

  private ExitCode exportLedger(Request.LedgerExport request, Output output) {
    return span(request.from(), request.to(), output).map(span -> ledger.export(span.from(), span.to(), output))
        .orElse(ExitCode.USAGE);
  }

  private ExitCode punches(Request.Punches request, Output output) {
    Optional<Span> span = span(request.from(), request.to(), output);
    if (span.isEmpty()) {
      return ExitCode.USAGE;
    }
    PunchTimes times = new PunchTimes(store.reader());
    BiConsumer<PunchRow, BestTime> writer = switch (request.format()) {
      case TABLE -> {
        output.out(String.format(Locale.ROOT, TABLE_ROW, "time (" + zone + ")", "seq", "worker", "kind", "reader",
            "clock", "corrected", "flags"));
        yield (row, best) -> output.out(tableRow(row, best));
      }
      case CSV -> {
        output.out(PunchRow.HEADER);
        yield (row, best) -> output.out(row.csv(best, times.boot(row.seq())));
      }
      case JSON -> (row, _) -> output.out(row.entry().body());
    };
    times.forEach(span.get().from(), span.get().to(), PunchRow::shows, writer);
    return ExitCode.OK;
  }

  private static final String TABLE_ROW = "%-27s  %8s  %-20s  %-15s  %-12s  %-12s  %-40s  %s";

  private String tableRow(PunchRow row, BestTime best) {
    return String.format(Locale.ROOT, TABLE_ROW, recorded(row), row.seq(), row.worker(), row.kind(),
        row.field("reader"), row.field("clock"), corrected(best), row.field("flags") + row.correction())
        .stripTrailing();
  }

  /// Empty for a time that stands as it was recorded.
  private String corrected(BestTime best) {
    if (best.correction().isPresent() && best.uncertaintyMs().isPresent()) {
      return local(best.time()) + " +-" + seconds(best.uncertaintyMs().getAsLong());
    }
    if (best.notBefore().isPresent() || best.notAfter().isPresent()) {
      return best.notBefore().map(time -> "after " + local(Optional.of(time))).orElse("")
          + best.notAfter().map(time -> (best.notBefore().isPresent() ? " " : "") + "before "
              + local(Optional.of(time))).orElse("");
    }
    return local(best.correction().isPresent() ? best.time() : Optional.empty());
  }

  private static String seconds(long millis) {
    return millis < 1_000 ? millis + " ms" : (millis + 999) / 1_000 + " s";
  }

  private String local(Optional<Instant> time) {
    return time.map(at -> LOCAL.format(at.atZone(zone))).orElse("");
  }

  /// By the zone's rules of today; exports have the offset that the worker saw.
  private String recorded(PunchRow row) {
    return local(Optional.of(row.instant()));
  }

  /// @throws DateTimeException if it is neither
  private Instant moment(String text) {
    if (text.length() <= "2026-11-20".length()) {
      return LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }
    return OffsetDateTime.parse(text).toInstant();
  }
}
