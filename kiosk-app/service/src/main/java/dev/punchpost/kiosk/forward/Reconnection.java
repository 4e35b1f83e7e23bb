package dev.punchpost.kiosk.forward;

import java.util.List;

/// When and where to connect next: the brokers in turn, then a wait, and so on. One thread.
final class Reconnection {
  /// A broker that does not want us has to be told by its people first; asking often only fills its log.
  private static final long NOT_AUTHORISED_US = 30_000_000;

  private final List<BrokerUrl> urls;
  private final Backoff backoff;
  private int turn;
  private boolean unwelcome;
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
  ///
  /// @param kind of failure: one that says not authorised makes the wait half a minute longer
  void failed(long now, LinkException.Kind kind) {
    unwelcome |= kind == LinkException.Kind.NOT_AUTHORISED;
    turn = (turn + 1) % urls.size();
    notBefore = now;
    if (turn == 0) {
      notBefore += backoff.nextMicros() + (unwelcome ? backoff.limited(NOT_AUTHORISED_US) : 0);
      unwelcome = false;
    }
  }

  /// A connection that had been of use was lost: the same broker first, after a short wait, because all its terminals
  /// have lost it.
  void lost(long now) {
    backoff.reset();
    notBefore = now + backoff.nextMicros();
  }
}
