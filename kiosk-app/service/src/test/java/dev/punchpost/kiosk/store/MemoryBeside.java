package dev.punchpost.kiosk.store;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Correction;
import dev.punchpost.kiosk.ledger.Correction.Punched;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a store in memory keeps beside its entries. Guarded by its store.
final class MemoryBeside {
  /// @param kind empty if the entry is no punch there
  private record Place(WorkerId worker, Instant time, long seq, Optional<Kind> kind) {}

  private final Map<Long, Draft> drafts = new TreeMap<>();
  private final List<Place> places = new ArrayList<>();
  private final Map<Long, Long> corrected = new HashMap<>();
  final Map<WorkerId, LastPunch> last = new HashMap<>();
  private final Map<WorkerId, Access> access = new HashMap<>();
  private final Set<WorkerId> erased = new HashSet<>();

  MemoryBeside copy() {
    MemoryBeside copy = new MemoryBeside();
    copy.take(this);
    copy.erased.clear();
    return copy;
  }

  void take(MemoryBeside other) {
    drafts.putAll(other.drafts);
    places.clear();
    places.addAll(other.places);
    corrected.putAll(other.corrected);
    last.clear();
    last.putAll(other.last);
    access.clear();
    access.putAll(other.access);
    erased.clear();
    erased.addAll(other.erased);
  }

  Optional<LastPunch> lastPunch(WorkerId worker) {
    return Optional.ofNullable(last.get(worker));
  }

  Access access(WorkerId worker) {
    return access.getOrDefault(worker, Access.NONE);
  }

  /// Whether this unit of work erases the worker.
  boolean erased(WorkerId worker) {
    return erased.contains(worker);
  }

  Optional<Long> correctionOf(long seq) {
    return Optional.ofNullable(corrected.get(seq));
  }

  List<Long> sequences(WorkerId worker, Instant from, Instant to) {
    return places.stream()
        .filter(it -> it.worker().equals(worker) && !it.time().isBefore(from) && it.time().isBefore(to))
        .map(Place::seq).toList();
  }

  void keep(long seq, Draft draft) {
    drafts.put(seq, draft);
    switch (draft.content()) {
      case Content.Punch punch -> {
        last.put(punch.worker(), LastPunch.of(seq, draft, punch));
        places.add(new Place(punch.worker(), draft.at().wall(), seq, Optional.of(punch.kind())));
      }
      case Content.TimeCorrected time -> last.replaceAll((_, punch) -> time.firstSeq() <= punch.seq()
          && punch.seq() <= time.lastSeq() && punch.bootId().equals(draft.at().bootId())
              ? new LastPunch(punch.seq(), punch.id(), punch.kind(),
                  Instant.EPOCH.plus(punch.monotonicUs() + draft.at().offsetUs(), ChronoUnit.MICROS), punch.bootId(),
                  punch.monotonicUs(), time.uncertaintyMs().isPresent() ? ClockState.HOLDOVER : ClockState.UNSET)
              : punch);
      case Content.Corrected it -> {
        correct(seq, it.correction());
        rightPin(it.by());
        it.approvedBy().ifPresent(this::rightPin);
      }
      case Content.PinChanged(var worker, var pin) ->
        access.merge(worker, new Access(pin, 0, Optional.empty(), Set.of(), Set.of()),
            (old, now) -> new Access(pin, 0, Optional.empty(), old.given(), old.taken()));
      case Content.PinRefused(var worker, var tries, var locked) ->
        access.computeIfPresent(worker, (_, old) -> locked.isPositive()
            ? new Access(old.pin(), tries, Optional.of(new Access.Lock(draft.at().bootId(),
                draft.at().monotonicUs() + locked.toNanos() / 1_000, draft.at().wall().plus(locked))), old.given(),
                old.taken())
            : new Access(old.pin(), tries, old.lock(), old.given(), old.taken()));
      case Content.PinAccepted(var worker) -> rightPin(worker);
      case Content.RolesChanged(var worker, var given, var taken) -> {
        Access old = access(worker);
        access.put(worker, new Access(old.pin(), old.wrongTries(), old.lock(), given, taken));
      }
      case Content.WorkerErased(var worker, var _) -> {
        erased.add(worker);
        access.remove(worker);
      }
      default -> {
        // Says all by itself.
      }
    }
  }

  private void rightPin(WorkerId worker) {
    access.computeIfPresent(worker,
        (_, old) -> new Access(old.pin(), 0, Optional.empty(), old.given(), old.taken()));
  }

  private void correct(long seq, Correction correction) {
    Map<WorkerId, Optional<Place>> lastBefore = new HashMap<>();
    correction.before().ifPresent(it -> lastBefore.put(it.worker(), newest(it.worker())));
    correction.after().ifPresent(it -> lastBefore.put(it.worker(), newest(it.worker())));
    correction.referred().ifPresent(target -> corrected.put(target, seq));
    correction.after().ifPresent(it -> places.add(new Place(it.worker(), it.time(), seq, Optional.of(it.kind()))));
    correction.before().ifPresent(it -> places.add(new Place(it.worker(), it.time(), seq, Optional.empty())));
    lastBefore.forEach((worker, before) -> {
      Optional<Place> now = newest(worker);
      if (!now.equals(before)) {
        now.ifPresentOrElse(it -> last.put(worker, lastPunch(it)), () -> last.remove(worker));
      }
    });
  }

  private Optional<Place> newest(WorkerId worker) {
    return places.stream()
        .filter(it -> it.worker().equals(worker) && it.kind().isPresent() && !corrected.containsKey(it.seq()))
        .max(Comparator.comparing(Place::time).thenComparing(Place::seq));
  }

  private LastPunch lastPunch(Place place) {
    Draft timed = draft(place.seq());
    while (timed.content() instanceof Content.Corrected it && it.correction().referred().isPresent()
        && (it.correction().before().isEmpty()
            || it.correction().before().map(Punched::time).equals(it.correction().after().map(Punched::time)))) {
      timed = draft(it.correction().referred().getAsLong());
    }
    if (timed.content() instanceof Content.Corrected && timed.at().state() == ClockState.UNSET) {
      return new LastPunch(place.seq(), draft(place.seq()).id(), place.kind().orElseThrow(), place.time(),
          LastPunch.NO_BOOT, 0, ClockState.HOLDOVER);
    }
    long earlierUs = Duration.between(place.time(), timed.at().wall()).toNanos() / 1_000;
    long offsetUs = 0;
    ClockState clock = timed.content() instanceof Content.Corrected ? ClockState.HOLDOVER : timed.at().state();
    for (Draft draft : drafts.values()) {
      if (!(timed.content() instanceof Content.Corrected) && draft.content() instanceof Content.TimeCorrected it
          && it.firstSeq() <= seqOf(timed) && seqOf(timed) <= it.lastSeq()) {
        offsetUs = it.offsetUs();
        clock = it.uncertaintyMs().isPresent() ? ClockState.HOLDOVER : ClockState.UNSET;
      }
    }
    return new LastPunch(place.seq(), draft(place.seq()).id(), place.kind().orElseThrow(),
        place.time().plus(offsetUs, ChronoUnit.MICROS), timed.at().bootId(), timed.at().monotonicUs() - earlierUs,
        clock);
  }

  private long seqOf(Draft draft) {
    return drafts.entrySet().stream().filter(entry -> entry.getValue() == draft).findFirst().orElseThrow().getKey();
  }

  private Draft draft(long seq) {
    return Optional.ofNullable(drafts.get(seq)).orElseThrow();
  }
}
