package dev.punchpost.kiosk.forward;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// @param site the terminal's site, second level of its topics
/// @param terminal its id, third level
/// @param brokers tried in turn; not empty
/// @param stallTimeout time without an answer, with something in flight, before a new connection
/// @param reconnectMin shortest wait before a new connection
/// @param reconnectMax longest wait before a new connection
/// @param window most publications in flight, 1 .. 65535; the broker's receive maximum may be lower
/// @param consumer whose acknowledgement moves the mark; empty if the broker's does
/// @param resendAfter silence of that consumer after which what it has not confirmed is sent again
public record ForwarderOptions(String site, String terminal, List<BrokerUrl> brokers, Duration stallTimeout,
    Duration reconnectMin, Duration reconnectMax, int window, Optional<String> consumer, Duration resendAfter) {
  /// Enough for a fast link, and small enough that what is in flight does not fill the memory of a small computer.
  public static final int DEFAULT_WINDOW = 1_000;
  private static final Duration DEFAULT_RESEND_AFTER = Duration.ofMinutes(10);

  public ForwarderOptions {
    brokers = List.copyOf(brokers);
    if (brokers.isEmpty()) {
      throw new IllegalArgumentException("at least one broker is needed");
    }
    if (stallTimeout.isNegative() || stallTimeout.isZero()) {
      throw new IllegalArgumentException("stall time-out must be above zero");
    }
    if (window < 1 || window > 65535) {
      throw new IllegalArgumentException("window must be 1 .. 65535");
    }
    if (resendAfter.isNegative() || resendAfter.isZero()) {
      throw new IllegalArgumentException("resend-after must be above zero");
    }
  }

  /// PUBACK moves the mark.
  public ForwarderOptions(String site, String terminal, List<BrokerUrl> brokers, Duration stallTimeout,
      Duration reconnectMin, Duration reconnectMax, int window) {
    this(site, terminal, brokers, stallTimeout, reconnectMin, reconnectMax, window, Optional.empty(),
        DEFAULT_RESEND_AFTER);
  }

  /// The same, with the mark moved by this consumer.
  public ForwarderOptions confirmedBy(String name, Duration silence) {
    return new ForwarderOptions(site, terminal, brokers, stallTimeout, reconnectMin, reconnectMax, window,
        Optional.of(name), silence);
  }

  /// 30 s stall time-out, 1 s .. 60 s between attempts, the default window.
  public static ForwarderOptions defaults(String site, String terminal, List<BrokerUrl> brokers) {
    return new ForwarderOptions(site, terminal, brokers, Duration.ofSeconds(30), Duration.ofSeconds(1),
        Duration.ofSeconds(60), DEFAULT_WINDOW);
  }
}
