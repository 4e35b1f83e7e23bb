package dev.punchpost.kiosk.forward;

/// What the broker refused. Nothing is skipped: after a refusal the queue is held, and after a wait one entry goes out
/// as a probe; when that is taken, all go on. One thread.
final class Refusals {
  private final Backoff backoff;
  private boolean holding;
  private boolean probe;
  private long until;
  private long count;

  Refusals(Backoff backoff) {
    this.backoff = backoff;
  }

  /// @return whether this begins or prolongs the hold: the others of the same burst do not
  boolean refused(long now) {
    count++;
    if (holding && !probe) {
      return false;
    }
    holding = true;
    probe = false;
    until = now + backoff.nextMicros();
    return true;
  }

  /// The broker took an entry.
  ///
  /// @return whether delivery works: false while the queue is held (it was one that had been on its way already)
  boolean accepted() {
    if (holding && !probe) {
      return false;
    }
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
