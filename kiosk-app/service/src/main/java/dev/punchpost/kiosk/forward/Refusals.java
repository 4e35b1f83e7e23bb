package dev.punchpost.kiosk.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What the broker refused, and when it is tried again. A refusal of the topic or of the broker as a whole holds the
/// queue: after a wait one entry goes out as a probe, and when that is taken, all go on. A refusal of one entry lets the
/// others go on, while that one waits for its next try, or is set aside.
///
/// A broker that refuses everything, one entry after the other, is broken, whatever its reason code: after some entries
/// in a row the queue is held and only now and then one more is set aside; all of them are sent again once the broker
/// takes something. One thread.
final class Refusals {
  /// Entries that are set aside in a row without the broker taking one in between.
  private static final int MOST_IN_A_ROW = 10;
  /// After that many, one in so much time.
  private static final long ONE_MORE_US = 600_000_000;
  private static final long FIRST_WAIT_US = 1_000_000;
  private static final int LONGEST_SHIFT = 6;

  /// What becomes of a refused entry.
  enum Verdict {
    /// The queue is held.
    HOLD,
    /// It waits for another try, the others go on.
    WAIT,
    SET_ASIDE
  }

  private static final class Waiting {
    private int tries;
    private long notBefore;
  }

  private final Backoff backoff;
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private boolean holding;
  /// The queue is held because of entries, not because of the topic: others may be taken.
  private boolean suspicious;
  private boolean probe;
  private long until;
  private long count;
  /// Set aside since the broker took something.
  private List<Long> inARow = new ArrayList<>();
  private long lastSetAside;

  Refusals(Backoff backoff) {
    this.backoff = backoff;
  }

  Verdict refused(long seq, int code, long now) {
    count++;
    if (RefusalCode.holds(code)) {
      hold(now, false);
      return Verdict.HOLD;
    }
    Waiting entry = waiting.computeIfAbsent(seq, s -> new Waiting());
    entry.tries++;
    entry.notBefore = now + (FIRST_WAIT_US << Math.min(entry.tries - 1, LONGEST_SHIFT));
    if (entry.tries < RefusalCode.tries(code)) {
      if (holding) {
        hold(now, true);
      }
      return Verdict.WAIT;
    }
    if (inARow.size() >= MOST_IN_A_ROW && now - lastSetAside < ONE_MORE_US) {
      // Kept waiting: it may not be this entry that is wrong.
      hold(now, true);
      return Verdict.HOLD;
    }
    return Verdict.SET_ASIDE;
  }

  private void hold(long now, boolean because) {
    if (!holding || probe) {
      until = now + backoff.nextMicros();
      probe = false;
      suspicious = because;
    }
    // A refused topic counts for more than refused entries.
    suspicious &= because;
    holding = true;
  }

  /// How often the entry was refused.
  int tries(long seq) {
    Waiting entry = waiting.get(seq);
    return entry == null ? 0 : entry.tries;
  }

  /// It is on the list.
  void setAside(long seq, long now) {
    waiting.remove(seq);
    inARow.add(seq);
    lastSetAside = now;
  }

  /// It cannot be read for now.
  void postpone(long seq, long now) {
    Waiting entry = waiting.get(seq);
    if (entry != null) {
      entry.notBefore = now + FIRST_WAIT_US;
    }
  }

  /// It is to be sent as soon as there is room.
  void again(long seq, long now) {
    Waiting entry = new Waiting();
    entry.notBefore = now;
    waiting.put(seq, entry);
  }

  /// The broker took an entry.
  ///
  /// @return whether delivery works: false while the queue is held (it was one that had been on its way already)
  boolean accepted(long seq, long now) {
    waiting.remove(seq);
    if (holding && !probe && !suspicious) {
      return false;
    }
    if (inARow.size() >= MOST_IN_A_ROW) {
      inARow.forEach(other -> again(other, now));
    }
    inARow = new ArrayList<>();
    if (holding) {
      holding = false;
      probe = false;
      backoff.reset();
    }
    return true;
  }

  boolean holding() {
    return holding;
  }

  /// Whether a probe is under way.
  boolean isProbing() {
    return probe;
  }

  /// Whether a probe should be an entry that was never refused.
  boolean suspicious() {
    return suspicious;
  }

  /// Whether the entry waits for its next try.
  boolean waits(long seq) {
    return waiting.containsKey(seq);
  }

  /// An entry whose wait is over, that is not on its way.
  OptionalLong due(long now, Progress progress) {
    Iterator<Map.Entry<Long, Waiting>> all = waiting.entrySet().iterator();
    long first = Long.MAX_VALUE;
    while (all.hasNext()) {
      Map.Entry<Long, Waiting> entry = all.next();
      if (entry.getValue().notBefore <= now && entry.getKey() < first && !progress.isOnItsWay(entry.getKey())) {
        first = entry.getKey();
      }
    }
    return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
  }

  /// Microseconds until an entry's wait is over; Long.MAX_VALUE if none waits.
  long nextTryIn(long now, Progress progress) {
    long next = Long.MAX_VALUE;
    for (Map.Entry<Long, Waiting> entry : waiting.entrySet()) {
      if (!progress.isOnItsWay(entry.getKey())) {
        next = Math.min(next, Math.max(0, entry.getValue().notBefore - now));
      }
    }
    return next;
  }

  /// An entry is about to go out as a probe.
  void probing() {
    probe = true;
  }

  /// A probe under way has no answer any more.
  void connectionLost() {
    probe = false;
  }

  /// Microseconds until a probe may be sent, while the queue is held.
  long dueIn(long now) {
    return Math.max(0, until - now);
  }

  long count() {
    return count;
  }
}
