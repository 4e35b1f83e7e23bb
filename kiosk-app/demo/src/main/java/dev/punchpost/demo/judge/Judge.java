package dev.punchpost.demo.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Holds the panel's ticks against the broker's messages: every tick must come back exactly once, unchanged, and
/// nothing may come that nobody tapped.
///
/// It knows nothing of the terminal but what a witness at the door and a subscriber at the broker know. Not
/// thread-safe: one lock of the caller around it.
public final class Judge {
  private enum State {
    OPEN, ANSWERED,
    /// The power went, or the reader was unplugged, before an answer: both outcomes are honest.
    EXCUSED
  }

  private static final class Tap {
    final int number;
    final Optional<String> worker;
    State state = State.OPEN;

    Tap(int number, Optional<String> worker) {
      this.number = number;
      this.worker = worker;
    }

    @Override
    public String toString() {
      return "tap " + number + " (" + worker.map(id -> "worker " + id).orElse("a badge that nobody knows") + ")";
    }
  }

  private record Place(String ledger, long seq) {}

  private final Optional<Instant> since;
  private final List<Tap> taps = new ArrayList<>();
  private final Map<String, Tick> ticks = new LinkedHashMap<>();
  private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
  private final Map<Place, String> places = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private int unidentified;
  private int redeliveries;

  private Judge(Optional<Instant> since) {
    this.since = since;
  }

  /// For a terminal with an empty ledger: its numbers must start at 1.
  public static Judge ofNewLedger() {
    return new Judge(Optional.empty());
  }

  /// For a terminal that has a past: what was tapped before `since` is not judged, and numbers start anywhere.
  public static Judge ofKeptLedger(Instant since) {
    return new Judge(Optional.of(since));
  }

  /// A badge was held to the reader.
  ///
  /// @param worker whose it is; empty for a badge that nobody knows
  /// @return the tap's number, from 1
  public int tapped(Optional<String> worker) {
    Tap tap = new Tap(taps.size() + 1, worker);
    taps.add(tap);
    return tap.number;
  }

  /// The panel showed a tick.
  public void ticked(Tick tick) {
    Optional<String> worker = Optional.of(tick.worker());
    answer(tap -> tap.worker.equals(worker)).ifPresentOrElse(tap -> {
    }, () -> complain("a tick that nobody tapped for: " + tick));
    Tick first = ticks.putIfAbsent(tick.entry(), tick);
    if (first != null && !tick.repeat()) {
      complain("ticked twice as new: " + tick);
    }
    if (first != null && !first.sameAs(tick)) {
      complain("one entry ticked in two ways: " + first + ", then " + tick);
    }
  }

  /// The panel said that the badge belongs to nobody.
  public void unidentified() {
    unidentified++;
    if (answer(tap -> tap.worker.isEmpty()).isEmpty()) {
      String whose = answer(tap -> true).map(Tap::toString).orElse("no tap");
      complain("the panel did not know a badge: " + whose);
    }
  }

  /// The panel said that the tap was not recorded, and why.
  public void notRecorded() {
    if (answer(tap -> true).isEmpty()) {
      complain("the panel refused a tap that nobody made");
    }
  }

  /// The power was cut, or the reader was unplugged: a tap without an answer may have been recorded or not.
  public void interrupted() {
    taps.stream().filter(tap -> tap.state == State.OPEN).forEach(tap -> tap.state = State.EXCUSED);
  }

  /// The subscriber received a message.
  ///
  /// @return the message, if it was readable and the first with its id
  public Optional<Delivery> received(String topic, byte[] payload) {
    Delivery delivery;
    try {
      delivery = Delivery.parse(topic, payload);
    } catch (IllegalArgumentException e) {
      complain("a message that is not an entry: " + e.getMessage());
      return Optional.empty();
    }
    Delivery first = deliveries.putIfAbsent(delivery.id(), delivery);
    if (first != null) {
      if (first.json().equals(delivery.json()) && first.topic().equals(topic)) {
        redeliveries++;
      } else {
        complain("altered: entry " + delivery.id() + " (seq " + first.seq() + ") came with two contents");
      }
      return Optional.empty();
    }
    String other = places.putIfAbsent(new Place(delivery.ledger(), delivery.seq()), delivery.id());
    if (other != null) {
      complain("doubled: seq " + delivery.seq() + " came under two ids, " + other + " and " + delivery.id());
    }
    return Optional.of(delivery);
  }

  /// How things stand while the terminal still works: what has not come yet is on its way.
  public Verdict sofar() {
    return verdict(false);
  }

  /// How things stand when nothing more will come: what is missing is lost.
  public Verdict end() {
    return verdict(true);
  }

  private Verdict verdict(boolean end) {
    List<String> wrong = new ArrayList<>(complaints);
    int onTheirWay = 0;
    for (Tick tick : ticks.values()) {
      Delivery delivery = deliveries.get(tick.entry());
      if (delivery != null) {
        compare(tick, delivery, wrong);
      } else if (!before(tick.at())) {
        onTheirWay++;
        if (end) {
          wrong.add("lost: " + tick + " was ticked and never came");
        }
      }
    }
    int unticked = countUnticked(wrong);
    checkUnidentified(end, wrong);
    if (end) {
      checkOpenTaps(wrong);
      checkGaps(wrong);
    }
    int punches = (int) deliveries.values().stream().filter(delivery -> delivery.punch().isPresent()).count();
    return new Verdict(taps.size(), ticks.size(), punches, deliveries.size() - punches, unticked, redeliveries,
        onTheirWay, wrong);
  }

  private static void compare(Tick tick, Delivery delivery, List<String> wrong) {
    List<String> fields = new ArrayList<>();
    delivery.punch().ifPresentOrElse(punch -> {
      differs("worker", tick.worker(), punch.worker(), fields);
      differs("kind", tick.kind(), punch.kind(), fields);
      differs("reader", tick.reader(), punch.reader(), fields);
      // A repeated tick tells the first one's details, without the remark.
      if (!tick.repeat()) {
        differs("missing OUT", tick.outMissing(), punch.outMissing(), fields);
      }
    }, () -> fields.add("type: a tick, but " + delivery.type()));
    differs("seq", tick.seq(), delivery.seq(), fields);
    differs("time", tick.at(), delivery.time(), fields);
    if (!fields.isEmpty()) {
      wrong.add("altered: " + tick + " came as " + String.join(", ", fields));
    }
  }

  private static void differs(String field, Object shown, Object came, List<String> fields) {
    if (!shown.equals(came)) {
      fields.add(field + " " + came + " instead of " + shown);
    }
  }

  /// Punches that nobody saw a tick for: honest only for a tap without an answer.
  private int countUnticked(List<String> wrong) {
    Map<String, List<Delivery>> unticked = new TreeMap<>();
    for (Delivery delivery : deliveries.values()) {
      if (!ticks.containsKey(delivery.id()) && !before(delivery.time())) {
        delivery.punch()
            .ifPresent(punch -> unticked.computeIfAbsent(punch.worker(), _ -> new ArrayList<>()).add(delivery));
      }
    }
    unticked.forEach((worker, punches) -> {
      long honest = unanswered(Optional.of(worker));
      if (punches.size() > honest) {
        wrong.add("doubled: " + punches.size() + " punch(es) of worker " + worker + " came without a tick, at "
            + punches.stream().map(punch -> "seq " + punch.seq()).toList() + ", and " + honest
            + " of the taps had no answer");
      }
    });
    return unticked.values().stream().mapToInt(List::size).sum();
  }

  private void checkUnidentified(boolean end, List<String> wrong) {
    long came = deliveries.values().stream()
        .filter(delivery -> delivery.type().equals(Delivery.UNIDENTIFIED_TAP) && !before(delivery.time())).count();
    if (end && came < unidentified) {
      wrong.add("lost: " + unidentified + " taps of unknown badges were answered and " + came + " came");
    }
    if (came > unidentified + unanswered(Optional.empty())) {
      wrong.add("doubled: " + unidentified + " taps of unknown badges were answered and " + came + " came");
    }
  }

  private void checkOpenTaps(List<String> wrong) {
    taps.stream().filter(tap -> tap.state == State.OPEN).forEach(tap -> wrong.add(tap + " got no answer"));
  }

  private void checkGaps(List<String> wrong) {
    Map<String, List<Long>> ledgers = new TreeMap<>();
    places.keySet().forEach(place -> ledgers.computeIfAbsent(place.ledger(), _ -> new ArrayList<>()).add(place.seq()));
    if (ledgers.size() > 1) {
      wrong.add("the ledger was replaced: numbers came from " + ledgers.size() + " ledgers");
    }
    ledgers.values().forEach(numbers -> {
      numbers.sort(null);
      long expected = since.isPresent() ? numbers.getFirst() : 1;
      for (long number : numbers) {
        if (number > expected) {
          wrong.add("lost: the numbers have a gap, seq " + expected
              + (number - 1 > expected ? " to " + (number - 1) : "") + " never came");
        }
        expected = number + 1;
      }
    });
  }

  private boolean before(Instant time) {
    return since.isPresent() && time.isBefore(since.get());
  }

  private long unanswered(Optional<String> worker) {
    return taps.stream().filter(tap -> tap.state != State.ANSWERED && tap.worker.equals(worker)).count();
  }

  /// A tap that waits comes before one that was excused: after a restart the port may still hold an old badge.
  private Optional<Tap> answer(Predicate<Tap> which) {
    Optional<Tap> found = taps.stream().filter(tap -> tap.state == State.OPEN && which.test(tap)).findFirst()
        .or(() -> taps.stream().filter(tap -> tap.state == State.EXCUSED && which.test(tap)).findFirst());
    found.ifPresent(tap -> tap.state = State.ANSWERED);
    return found;
  }

  private void complain(String what) {
    complaints.add(what);
  }
}
