package dev.punchpost.kiosk.remote.presence;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.punch.SitePresence;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The punches that the site's other terminals have told, newest of each worker and terminal. Written by the remote
/// thread, read by the punch thread; a look-up takes no lock.
///
/// Which of two punches is newer:
/// - one made with an UNSET clock never beats one made with a clock that was set; else the later time wins;
/// - one that is more than five minutes ahead of this terminal's synchronised clock does not count;
/// - when a worker punches here, everything known about him until then is older, whatever the clocks say.
public final class SitePunches implements SitePresence {
  /// How far a time may be ahead of a synchronised clock.
  static final Duration TOLERANCE = Duration.ofMinutes(5);
  /// Bounds the memory: as many workers and terminals as a site of 50,000 with four doors each has.
  private static final int MOST = 200_000;
  private static final Logger LOG = LoggerFactory.getLogger(SitePunches.class);

  /// @param ledger of the terminal that told it
  private record Known(Elsewhere punch, LedgerId ledger, boolean superseded) {}

  private final Map<WorkerId, List<Known>> known = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private boolean full;

  /// Whether a time is so far ahead of this terminal's clock that it cannot be.
  static boolean ahead(Instant time, Reading now) {
    return now.state() == ClockState.SYNCHRONISED && time.isAfter(now.wall().plus(TOLERANCE));
  }

  /// Takes what a terminal tells. What is known already, or older in the same ledger, changes nothing.
  ///
  /// @param ledger the terminal's: in a new one sequences start again
  void put(WorkerId worker, Elsewhere punch, LedgerId ledger) {
    if (size.get() >= MOST && !known.containsKey(worker)) {
      if (!full) {
        LOG.warn("presence of {} workers and terminals is known; more are not kept", MOST);
        full = true;
      }
      return;
    }
    known.compute(worker, (_, before) -> {
      List<Known> list = before == null ? List.of() : before;
      Optional<Known> same = list.stream().filter(k -> k.punch().terminal().equals(punch.terminal())).findFirst();
      if (same.isPresent() && (same.get().punch().equals(punch)
          || (same.get().ledger().equals(ledger) && same.get().punch().seq() >= punch.seq()))) {
        return list;
      }
      List<Known> next = new ArrayList<>(list.size() + 1);
      list.stream().filter(k -> !k.punch().terminal().equals(punch.terminal())).forEach(next::add);
      next.add(new Known(punch, ledger, false));
      size.addAndGet(next.size() - list.size());
      return List.copyOf(next);
    });
  }

  /// A terminal takes back what it told about a worker.
  void remove(WorkerId worker, String terminal) {
    known.computeIfPresent(worker, (_, list) -> {
      List<Known> next = list.stream().filter(k -> !k.punch().terminal().equals(terminal)).toList();
      size.addAndGet(next.size() - list.size());
      return next.isEmpty() ? null : next;
    });
  }

  /// Takes out what is too far ahead of a clock that has just been set.
  ///
  /// @return what was taken out
  Map<WorkerId, Elsewhere> removeAhead(Reading now) {
    Map<WorkerId, Elsewhere> removed = new ConcurrentHashMap<>();
    for (Map.Entry<WorkerId, List<Known>> entry : known.entrySet()) {
      for (Known k : entry.getValue()) {
        if (ahead(k.punch().wall(), now)) {
          removed.put(entry.getKey(), k.punch());
          remove(entry.getKey(), k.punch().terminal());
        }
      }
    }
    return removed;
  }

  @Override
  public Optional<Elsewhere> newerThan(WorkerId worker, Optional<LastPunch> here, Reading tap) {
    List<Known> list = known.get(worker);
    if (list == null) {
      return Optional.empty();
    }
    Optional<Elsewhere> newest = Optional.empty();
    for (Known k : list) {
      if (k.superseded() || ahead(k.punch().wall(), tap)) {
        continue;
      }
      Elsewhere punch = k.punch();
      if (newest.isEmpty() || newer(punch.wall(), punch.clock(), newest.get().wall(), newest.get().clock())) {
        newest = Optional.of(punch);
      }
    }
    if (newest.isEmpty() || here.isEmpty()) {
      return newest;
    }
    // Within a boot the tap's clock tells how long ago the punch here was, even if it was made with a clock unset.
    boolean sameBoot = here.get().bootId().equals(tap.bootId());
    Instant wallHere = sameBoot ? tap.at(here.get().monotonicUs()).wall() : here.get().wall();
    ClockState clockHere = sameBoot ? tap.state() : here.get().clock();
    return newest.filter(n -> newer(n.wall(), n.clock(), wallHere, clockHere));
  }

  private static boolean newer(Instant wall, ClockState clock, Instant than, ClockState thanClock) {
    boolean set = clock != ClockState.UNSET;
    boolean thanSet = thanClock != ClockState.UNSET;
    return set == thanSet ? wall.isAfter(than) : set;
  }

  @Override
  public void supersede(WorkerId worker) {
    known.computeIfPresent(worker,
        (_, list) -> list.stream().map(k -> new Known(k.punch(), k.ledger(), true)).toList());
  }

  /// Workers and terminals that something is known of.
  int size() {
    return size.get();
  }
}
