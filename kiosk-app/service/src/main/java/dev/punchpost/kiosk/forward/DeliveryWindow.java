package dev.punchpost.kiosk.forward;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// What has been sent, what was acknowledged, and how far delivery is complete. Acknowledgements may come in any order,
/// twice, or for something that was never sent. One thread.
final class DeliveryWindow {
  /// Sent at least once and never acknowledged; kept over a lost connection.
  private final TreeSet<Long> unacknowledged = new TreeSet<>();
  /// Sent on this connection and not answered yet.
  private final Set<Long> inFlight = new HashSet<>();
  private long sentThrough;

  /// @param deliveredThrough every sequence up to it has been delivered
  DeliveryWindow(long deliveredThrough) {
    this.sentThrough = deliveredThrough;
  }

  /// The highest sequence below which everything is delivered, itself included.
  long deliveredThrough() {
    return unacknowledged.isEmpty() ? sentThrough : unacknowledged.first() - 1;
  }

  /// Whether the entry is still to be sent: not acknowledged, and not on its way.
  boolean wants(long seq) {
    return (seq > sentThrough || unacknowledged.contains(seq)) && !inFlight.contains(seq);
  }

  void sent(long seq) {
    unacknowledged.add(seq);
    inFlight.add(seq);
    sentThrough = Math.max(sentThrough, seq);
  }

  /// The broker has it.
  ///
  /// @return false if that was known, or the entry was never sent
  boolean acknowledged(long seq) {
    inFlight.remove(seq);
    return unacknowledged.remove(seq);
  }

  /// The broker does not want it: it stays to be sent.
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
}
