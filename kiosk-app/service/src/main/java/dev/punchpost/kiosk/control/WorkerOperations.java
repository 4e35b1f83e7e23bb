package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.workday.WorkDay;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Does what requests ask about workers. One call at a time, and none while a roster is imported, because an erased
/// worker would come back with it.
public final class WorkerOperations {
  /// An absence longer than this ends a shift, and is no break.
  private static final Duration LONGEST_BREAK = Duration.ofHours(4);
  private static final Pattern ROLE = Pattern.compile("[a-z-]{1,32}");

  private final PunchStore store;
  private final Recorder recorder;
  private final ZoneId zone;
  private final WorkDay.Rules rules;
  private final int pinCost;
  private final Corrections corrections;

  /// @param zone the terminal's
  /// @param longestShift an OUT later than this does not belong to the IN
  /// @param pinCost for new PINs, [PinHash#COST]
  public WorkerOperations(PunchStore store, Recorder recorder, ZoneId zone, Duration longestShift, int pinCost) {
    this.store = store;
    this.recorder = recorder;
    this.zone = zone;
    this.rules = new WorkDay.Rules(longestShift, LONGEST_BREAK);
    this.pinCost = pinCost;
    this.corrections = new Corrections(store, recorder, new TimeText(zone));
  }

  /// @throws dev.punchpost.kiosk.store.StoreException if the store fails
  ExitCode handle(Request.OfWorker request, Output output) {
    try {
      return switch (request) {
        case Request.Correct correct -> corrections.correct(correct, output);
        case Request.WorkerShow show -> show(worker(show.worker()), day(show.day()), output);
        case Request.WorkerPin(var worker, var pin) -> pin(listed(worker), pin, output);
        case Request.WorkerRole role -> roles(listed(role.worker()), role, output);
        case Request.WorkerErase(var worker, var reason) -> erase(worker(worker), reason, output);
      };
    } catch (Refusal refusal) {
      output.err(refusal.words());
      output.err("nothing was changed");
      return refusal.code();
    }
  }

  private static WorkerId worker(String text) throws Refusal {
    try {
      return new WorkerId(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Worker> find(WorkerId id) {
    return store.roster().workers().stream().filter(worker -> worker.id().equals(id)).findFirst();
  }

  private Worker listed(String id) throws Refusal {
    return find(worker(id)).orElseThrow(() -> new Refusal("worker " + id + " is not in the roster"));
  }

  private LocalDate day(Optional<String> text) throws Refusal {
    if (text.isEmpty()) {
      return recorder.now().wall().atZone(zone).toLocalDate();
    }
    try {
      return LocalDate.parse(text.get());
    } catch (DateTimeException e) {
      throw new Refusal(ExitCode.USAGE, "--day is a date such as 2026-11-20");
    }
  }

  private ExitCode show(WorkerId id, LocalDate day, Output output) throws Refusal {
    Instant from = day.atStartOfDay(zone).toInstant().minus(rules.margin());
    Instant to = day.plusDays(1).atStartOfDay(zone).toInstant().plus(rules.margin());
    PunchTimes times = new PunchTimes(store.reader());
    List<EntryView> entries = store.history().of(times.sequences(store.history(), id, from, to)).stream()
        .map(EntryView::of).toList();
    Optional<Worker> worker = find(id);
    if (worker.isEmpty() && entries.isEmpty()) {
      throw new Refusal("worker " + id + " is not in the roster, and no entry near " + day + " names the worker");
    }
    output.out("worker " + id + worker.map(it -> " " + it.name()).orElse(", not in the roster") + ", " + day + " ("
        + zone + ")");
    new DayText(id, zone, rules, times::of).write(day, entries, recorder.now().wall(), output);
    return ExitCode.OK;
  }

  private ExitCode pin(Worker worker, Optional<Pin> pin, Output output) throws Refusal {
    if (pin.filter(Pin::plain).isPresent()) {
      throw new Refusal("this PIN is among the first that anybody tries; choose one without a pattern");
    }
    if (pin.isEmpty() && store.access().of(worker.id()).pin().isEmpty()) {
      throw new Refusal("worker " + worker.id() + " has no PIN");
    }
    StoredEntry entry = recorder.record(new Content.PinChanged(worker.id(),
        pin.map(digits -> PinHash.of(digits, pinCost, new SecureRandom()))));
    output.out("entry " + entry.seq() + ": the PIN of worker " + worker.id() + " is "
        + (pin.isPresent() ? "set" : "removed"));
    if (pin.isPresent() && !store.access().of(worker.id()).roles(worker.roles()).contains(Supervisors.ROLE)) {
      output.out("the worker is no supervisor: punchpost worker role " + worker.id() + " --add " + Supervisors.ROLE);
    }
    return ExitCode.OK;
  }

  private ExitCode roles(Worker worker, Request.WorkerRole request, Output output) throws Refusal {
    Set<String> add = words(request.add());
    Set<String> remove = words(request.remove());
    if (add.stream().anyMatch(remove::contains)) {
      throw new Refusal("a role cannot be added and removed at once");
    }
    Access before = store.access().of(worker.id());
    Set<String> given = new HashSet<>(request.reset() ? Set.of() : before.given());
    Set<String> taken = new HashSet<>(request.reset() ? Set.of() : before.taken());
    given.addAll(add);
    given.removeAll(remove);
    taken.addAll(remove);
    taken.removeAll(add);
    if (given.equals(before.given()) && taken.equals(before.taken())) {
      throw new Refusal("nothing to do: the roles of worker " + worker.id() + " are "
          + shown(before.roles(worker.roles())) + " already");
    }
    StoredEntry entry = recorder.record(new Content.RolesChanged(worker.id(), given, taken));
    output.out("entry " + entry.seq() + ": the roles of worker " + worker.id() + " are "
        + shown(store.access().of(worker.id()).roles(worker.roles())) + " (roster: " + shown(worker.roles()) + ")");
    return ExitCode.OK;
  }

  private static Set<String> words(String text) throws Refusal {
    Set<String> words = new TreeSet<>(List.of(text.strip().split("[ ,|]+")));
    words.remove("");
    if (!words.stream().allMatch(word -> ROLE.matcher(word).matches())) {
      throw new Refusal("roles are words of a-z and -, of at most 32 characters");
    }
    return words;
  }

  private static String shown(Set<String> roles) {
    return roles.isEmpty() ? "none" : roles.stream().sorted().collect(Collectors.joining(" "));
  }

  private ExitCode erase(WorkerId id, String why, Output output) throws Refusal {
    String reason = Corrections.reason(why);
    Optional<Worker> worker = find(id);
    Access access = store.access().of(id);
    long fingers = store.fingers().all().stream().filter(it -> it.worker().equals(id)).count();
    if (worker.isEmpty() && access.equals(Access.NONE) && fingers == 0 && store.fingers().consent(id).isEmpty()) {
      throw new Refusal("nothing is known of worker " + id + " that could be erased");
    }
    StoredEntry entry = recorder.record(new Content.WorkerErased(id, reason));
    int badges = worker.map(it -> it.credentials().size()).orElse(0);
    output.out("entry " + entry.seq() + ": worker " + id + " is erased: name, " + badges
        + (badges == 1 ? " badge" : " badges") + (access.pin().isPresent() ? ", PIN" : "")
        + (fingers == 0 ? "" : ", " + fingers + (fingers == 1 ? " finger" : " fingers"))
        + ". Entries keep the number " + id);
    store.roster().scrub();
    if (fingers > 0) {
      output.out("what modules hold of it is erased before they take the next finger; finger.erased entries are the"
          + " proof, 'punchpost finger list' shows what is left to do");
    }
    return ExitCode.OK;
  }
}
