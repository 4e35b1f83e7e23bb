package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Correction;
import dev.punchpost.kiosk.ledger.Correction.Punched;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.workday.Standing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes corrections: first what is asked must make sense, then its authors must be who they say, then it is recorded.
/// Nothing changes before that. One call at a time, so that nobody corrects what another is just correcting.
final class Corrections {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final PunchStore store;
  private final Recorder recorder;
  private final Supervisors supervisors;
  private final TimeText times;

  Corrections(PunchStore store, Recorder recorder, TimeText times) {
    this.store = store;
    this.recorder = recorder;
    this.supervisors = new Supervisors(store, recorder);
    this.times = times;
  }

  ExitCode correct(Request.Correct request, Output output) throws Refusal {
    String reason = reason(request.reason());
    WorkerId by = worker(request.by());
    Optional<Request.Approval> approval = request.approval();
    Optional<WorkerId> approver = approval.isPresent() ? Optional.of(worker(approval.get().by())) : Optional.empty();
    if (approver.filter(by::equals).isPresent()) {
      throw new Refusal("the approver must be another supervisor than " + by);
    }
    Correction correction = correction(request);
    supervisors.identify(by, request.pin());
    if (approval.isPresent() && approver.isPresent()) {
      supervisors.identify(approver.get(), approval.get().pin());
    }
    StoredEntry entry = recorder.record(new Content.Corrected(correction, by, approver, reason));
    output.out("entry " + entry.seq() + ": " + words(correction));
    return ExitCode.OK;
  }

  private Correction correction(Request.Correct request) throws Refusal {
    return switch (request.action()) {
      case VOID -> {
        long target = target(request);
        yield new Correction.Void(target, standing(target));
      }
      case REPLACE -> {
        long target = target(request);
        Punched was = standing(target);
        Punched now = new Punched(request.worker().isPresent() ? known(request) : was.worker(),
            request.kind().isPresent() ? kind(request) : was.kind(),
            request.time().isPresent() ? past(request) : was.time());
        if (now.equals(was)) {
          throw new Refusal("entry " + target + " says that already: " + words(was)
              + "; give a new --time, --kind or --worker");
        }
        nothingElseThere(now, target);
        yield new Correction.Replace(target, was, now);
      }
      case ADD -> {
        Punched now = new Punched(known(request), kind(request), past(request));
        nothingElseThere(now, 0);
        yield new Correction.Add(now);
      }
      case ASSIGN -> {
        long target = target(request);
        yield new Correction.Assign(target, new Punched(known(request), kind(request), tapped(target)));
      }
    };
  }

  private long target(Request.Correct request) throws Refusal {
    String text = request.target().orElseThrow(() -> new Refusal("the entry's number is missing"));
    if (!text.matches("[0-9]{1,15}")) {
      throw new Refusal("the entry's number is its sequence, such as 1234");
    }
    return Long.parseLong(text);
  }

  private EntryView entry(long seq) throws Refusal {
    StoredEntry entry = store.history().entry(seq).orElseThrow(
        () -> new Refusal("there is no entry " + seq + "; the newest is " + store.committedThrough()));
    Optional<StoredEntry> newest = store.history().newestCorrectionOf(seq);
    if (newest.isPresent()) {
      boolean gone = EntryView.of(newest.get()).correction().flatMap(EntryView.Correction::now).isEmpty();
      throw new Refusal(gone
          ? "entry " + seq + " was voided by entry " + newest.get().seq() + "; a punch is put back with 'correct add'"
          : "entry " + seq + " was corrected by entry " + newest.get().seq() + "; correct entry " + newest.get().seq());
    }
    return EntryView.of(entry);
  }

  /// The punch that the entry makes, which nothing has corrected yet.
  private Punched standing(long seq) throws Refusal {
    EntryView entry = entry(seq);
    Optional<EntryView.Correction> correction = entry.correction();
    if (correction.isPresent()) {
      return punched(seq, correction.get().now().orElseThrow(() -> new Refusal("entry " + seq
          + " takes a punch away, and stays; a punch is put back with 'correct add'")));
    }
    if (isTap(entry)) {
      throw new Refusal("entry " + seq + " is the tap of an unidentified badge and counts for nobody; 'correct assign'"
          + " makes it a worker's");
    }
    EntryView.Punch punch = entry.punch()
        .orElseThrow(() -> new Refusal("entry " + seq + " is no punch, but " + entry.type()));
    return punched(seq, new EntryView.Punched(punch.worker(), punch.kind(), entry.time()));
  }

  private static Punched punched(long seq, EntryView.Punched punch) throws Refusal {
    if (Arrays.stream(Kind.values()).map(Kind::name).noneMatch(punch.kind()::equals)) {
      throw new Refusal("entry " + seq + " is of kind " + punch.kind() + ", which this version does not know");
    }
    return new Punched(new WorkerId(punch.worker()), Kind.valueOf(punch.kind()), punch.time().toInstant());
  }

  private Instant tapped(long seq) throws Refusal {
    EntryView entry = entry(seq);
    if (!isTap(entry)) {
      throw new Refusal("entry " + seq + " is not the tap of an unidentified badge" + (entry.punch().isPresent()
          || entry.correction().isPresent() ? "; 'correct replace --worker' gives a punch to another worker" : ""));
    }
    return entry.time().toInstant();
  }

  private static boolean isTap(EntryView entry) {
    return entry.type().equals(Content.UnidentifiedTap.TYPE);
  }

  private static WorkerId worker(String text) throws Refusal {
    try {
      return new WorkerId(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private WorkerId known(Request.Correct request) throws Refusal {
    WorkerId worker = worker(request.worker().orElseThrow(() -> new Refusal("--worker is missing")));
    if (store.roster().workers().stream().noneMatch(it -> it.id().equals(worker))) {
      throw new Refusal("worker " + worker + " is not in the roster");
    }
    return worker;
  }

  private static Kind kind(Request.Correct request) throws Refusal {
    String kind = request.kind().orElseThrow(() -> new Refusal("--kind is missing"));
    return switch (kind.toUpperCase(Locale.ROOT)) {
      case "IN" -> Kind.IN;
      case "OUT" -> Kind.OUT;
      default -> throw new Refusal("--kind is IN or OUT");
    };
  }

  private Instant past(Request.Correct request) throws Refusal {
    Instant time = times.read(request.time().orElseThrow(() -> new Refusal("--time is missing")));
    Reading now = recorder.now();
    if (time.isAfter(now.wall())) {
      throw new Refusal(times.show(time) + " is in the future; it is " + times.show(now.wall())
          + (now.state() == ClockState.UNSET ? ", by a clock that is not synchronised" : ""));
    }
    if (time.isBefore(EARLIEST)) {
      throw new Refusal(times.show(time) + " is before the year 2000");
    }
    return time;
  }

  private void nothingElseThere(Punched now, long target) throws Refusal {
    List<EntryView> entries = store.history().of(now.worker(), now.time(), now.time().plusNanos(1_000)).stream()
        .map(EntryView::of).toList();
    for (Standing other : Standing.of(entries, entry -> entry.time().toInstant())) {
      if (other.seq() != target && other.worker().equals(now.worker().value()) && other.time().equals(now.time())) {
        throw new Refusal("worker " + now.worker() + " has a punch at that very time: " + other.kind() + ", entry "
            + other.seq());
      }
    }
  }

  static String reason(String text) throws Refusal {
    String reason = text.strip();
    int length = reason.codePointCount(0, reason.length());
    boolean readable = reason.codePoints().noneMatch(c -> switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
      default -> false;
    });
    if (length < Correction.SHORTEST_REASON || length > Correction.LONGEST_REASON || !readable) {
      throw new Refusal("--reason says why, in " + Correction.SHORTEST_REASON + " to " + Correction.LONGEST_REASON
          + " characters on one line");
    }
    return reason;
  }

  private String words(Correction correction) {
    return switch (correction) {
      case Correction.Void(var target, var was) -> "entry " + target + " is void: " + words(was);
      case Correction.Replace(var target, var was, var now) ->
        "entry " + target + ", " + words(was) + ", is now " + words(now);
      case Correction.Add(var now) -> "added " + words(now);
      case Correction.Assign(var target, var now) -> "entry " + target + " is now " + words(now);
    };
  }

  private String words(Punched punch) {
    return punch.kind() + " of " + punch.worker() + " at " + times.show(punch.time());
  }
}
