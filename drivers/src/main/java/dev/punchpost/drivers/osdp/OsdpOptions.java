package dev.punchpost.drivers.osdp;

import java.time.Duration;

/// How a line is run; the defaults are the standard's.
///
/// @param baud speed of the line, for the time a message takes: 9600 .. 230400
/// @param replyTimeout how long a reader may take to begin its reply (REPLY_DELAY, clause 5.7: 200 ms)
/// @param pollInterval pause between two polls of a reader that has nothing to say
/// @param retries how often a command is repeated, with its sequence number, before communication starts anew
/// @param offlineAfter silence after which a reader counts as gone (clause 5.7: 8 s)
/// @param statusInterval pause between two questions for tamper and power
/// @param marking whether a byte 0xFF goes before each message, for transceivers that swallow the first one
public record OsdpOptions(int baud, Duration replyTimeout, Duration pollInterval, int retries, Duration offlineAfter,
    Duration statusInterval, boolean marking) {
  public OsdpOptions {
    if (baud < 9600 || baud > 230_400) {
      throw new IllegalArgumentException("baud " + baud + ", expected 9600 to 230400");
    }
    between("replyTimeout", replyTimeout, Duration.ofMillis(20), Duration.ofSeconds(2));
    between("pollInterval", pollInterval, Duration.ofMillis(5), Duration.ofSeconds(1));
    between("offlineAfter", offlineAfter, Duration.ofSeconds(1), Duration.ofSeconds(60));
    between("statusInterval", statusInterval, Duration.ofSeconds(1), Duration.ofMinutes(10));
    if (retries < 0 || retries > 10) {
      throw new IllegalArgumentException("retries " + retries + ", expected 0 to 10");
    }
  }

  private static void between(String name, Duration value, Duration low, Duration high) {
    if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
      throw new IllegalArgumentException(name + " " + value + ", expected " + low + " to " + high);
    }
  }

  /// 9600 baud, 200 ms, a poll every 50 ms, 3 retries, off-line after 8 s, status every 10 s, marking byte.
  public static OsdpOptions defaults() {
    return new OsdpOptions(9600, Duration.ofMillis(200), Duration.ofMillis(50), 3, Duration.ofSeconds(8),
        Duration.ofSeconds(10), true);
  }

  /// The same at another speed.
  public OsdpOptions withBaud(int other) {
    return new OsdpOptions(other, replyTimeout, pollInterval, retries, offlineAfter, statusInterval, marking);
  }
}
