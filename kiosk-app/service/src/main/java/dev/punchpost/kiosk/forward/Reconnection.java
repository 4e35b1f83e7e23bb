package dev.punchpost.kiosk.forward;

import java.util.List;

/// When and where to connect next: the brokers in turn, then a wait, and so on. One thread.
final class Reconnection {
  private final List<BrokerUrl> urls;
  private final Backoff backoff;
  private int turn;
  private long notBefore = Long.MIN_VALUE;

  Reconnection(List<BrokerUrl> urls, Backoff backoff) {
    this.urls = List.copyOf(urls);
    this.backoff = backoff;
  }

  BrokerUrl url() {
    return urls.get(turn);
  }

  /// Microseconds until the next attempt may be made.
  long dueIn(long now) {
    return now >= notBefore ? 0 : notBefore - now;
  }

  /// The attempt failed, or the connection went before it was of any use (a broker that answers CONNACK and drops):
  /// the next broker at once, and after the last one a wait that grows.
  void failed(long now) {
    turn = (turn + 1) % urls.size();
    notBefore = turn == 0 ? now + backoff.nextMicros() : now;
  }

  /// A connection that had been of use was lost: the same broker first, after a short wait, because all its terminals
  /// have lost it.
  void lost(long now) {
    backoff.reset();
    notBefore = now + backoff.nextMicros();
  }
}
