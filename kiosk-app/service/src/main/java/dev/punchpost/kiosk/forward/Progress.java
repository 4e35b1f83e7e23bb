package dev.punchpost.kiosk.forward;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// How far delivery has come: what is on its way, what the broker has, what was set aside, and the mark: the highest
/// sequence below which everything is delivered or set aside.
///
/// Delivered is what the broker acknowledged; or, if a consumer's word is required, what that consumer confirmed. The
/// broker's acknowledgements may come in any order, twice, or for something that was never sent. One thread.
final class Progress {
  private final boolean confirmation;
  private long mark;
  /// Above the mark: taken by the broker, or set aside. Not sent again unless nobody confirms it.
  private final SequenceRanges passed = new SequenceRanges();
  /// Above the mark: sent at least once, or set aside.
  private final SequenceRanges published = new SequenceRanges();
  private final TreeSet<Long> setAside = new TreeSet<>();
  private final Set<Long> inFlight = new HashSet<>();
  private final long sentBefore;

  /// @param mark of the store
  /// @param sentBefore a bound of what earlier runs sent without a gap
  /// @param confirmation whether a consumer must confirm
  Progress(long mark, long sentBefore, boolean confirmation, Collection<Long> setAside) {
    this.mark = mark;
    this.sentBefore = sentBefore;
    this.confirmation = confirmation;
    setAside.forEach(this::setAside);
  }

  /// The highest sequence below which everything is delivered or set aside, itself included.
  long mark() {
    return mark;
  }

  /// The highest sequence below which everything was sent at least once or set aside, itself included.
  long sentThrough() {
    return published.endAfter(Math.max(mark, sentBefore));
  }

  /// Whether the entry is still to be sent.
  boolean wants(long seq) {
    return seq > mark && !passed.contains(seq) && !inFlight.contains(seq);
  }

  /// A sequence at or after this one, up to which nothing is to be sent.
  long skip(long seq) {
    return passed.endAfter(Math.max(seq, mark));
  }

  void sent(long seq) {
    inFlight.add(seq);
    if (seq > mark) {
      published.add(seq);
    }
  }

  /// What [#sentThrough()] would be once this entry is sent.
  long sentThroughWith(long seq) {
    long now = sentThrough();
    return seq == now + 1 ? published.endAfter(seq) : now;
  }

  /// The broker has it.
  ///
  /// @return false if it was not on its way
  boolean taken(long seq) {
    if (!inFlight.remove(seq)) {
      return false;
    }
    pass(seq);
    return true;
  }

  /// It is not sent any more, until somebody asks.
  void setAside(long seq) {
    inFlight.remove(seq);
    if (seq > mark) {
      setAside.add(seq);
      published.add(seq);
    }
    pass(seq);
  }

  private void pass(long seq) {
    if (seq <= mark) {
      return;
    }
    passed.add(seq);
    advance();
  }

  private void advance() {
    if (!confirmation) {
      mark = passed.endAfter(mark);
    } else {
      while (setAside.contains(mark + 1)) {
        mark++;
      }
    }
    passed.dropThrough(mark);
    published.dropThrough(mark);
    setAside.headSet(mark, true).clear();
  }

  /// The consumer has everything up to here.
  ///
  /// @return whether that is news
  boolean confirmed(long through) {
    if (!confirmation || through <= mark) {
      return false;
    }
    mark = through;
    advance();
    return true;
  }

  /// Whether something was taken by the broker and not confirmed by the consumer.
  boolean unconfirmed() {
    return confirmation && passed.count() > 0;
  }

  /// Everything that is not confirmed is to be sent again.
  void resend() {
    passed.clear();
    setAside.forEach(passed::add);
  }

  /// The broker does not want it for now: it stays to be sent.
  void refused(long seq) {
    inFlight.remove(seq);
  }

  /// What was on its way may or may not have arrived: it stays to be sent.
  void connectionLost() {
    inFlight.clear();
  }

  int inFlight() {
    return inFlight.size();
  }

  boolean isOnItsWay(long seq) {
    return inFlight.contains(seq);
  }

  Set<Long> onTheirWay() {
    return Set.copyOf(inFlight);
  }
}
