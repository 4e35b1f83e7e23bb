package dev.punchpost.kiosk.reader;

import dev.punchpost.hal.HalException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How long to wait before a lost reader is opened again, and when opening alone is not enough. One thread.
///
/// The waits double from 250 ms to 2 s; a reader that was unplugged stays at 2 s, so that it is found soon after it is
/// plugged in again. Every other fault that lasts is tried every 10 s after about a minute; and a reader that works for
/// moments only, more than 20 times in 10 minutes, rests for 30 s each time.
final class Escalation {
  static final Duration FIRST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofSeconds(2);
  static final Duration PATIENT = Duration.ofSeconds(10);
  static final Duration RESTING = Duration.ofSeconds(30);
  /// Failures in a row after which a remedy is tried, and again each time as many have followed.
  static final int REMEDY_AFTER = 8;
  static final int PATIENT_AFTER = 32;
  static final int OPENINGS = 20;
  static final long WINDOW_MICROS = 600_000_000;

  private final Deque<Long> openings = new ArrayDeque<>();
  private Duration next = FIRST;
  private int failures;

  /// It was opened.
  void opened(long nowMicros) {
    openings.addLast(nowMicros);
    while (openings.size() > OPENINGS + 1 || nowMicros - openings.getFirst() > WINDOW_MICROS) {
      openings.removeFirst();
    }
  }

  /// It had worked for a while, or read a badge: what was before does not count.
  void steady() {
    next = FIRST;
    failures = 0;
    openings.clear();
  }

  /// It was lost, or could not be opened.
  ///
  /// @return how long to wait
  Duration failed(Kind kind, long nowMicros) {
    failures++;
    Duration wait = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    if (flaps(nowMicros)) {
      return RESTING;
    }
    return failures > PATIENT_AFTER && kind != Kind.NO_DEVICE ? PATIENT : wait;
  }

  private boolean flaps(long nowMicros) {
    return openings.size() > OPENINGS && nowMicros - openings.getFirst() <= WINDOW_MICROS;
  }

  /// Whether something more than opening it again is to be tried. What is not there, belongs to somebody else or is
  /// forbidden gets no better by it.
  boolean remedyDue(Kind kind) {
    return failures > 0 && failures % REMEDY_AFTER == 0 && switch (kind) {
      case TIMEOUT, IO, PROTOCOL -> true;
      case NO_DEVICE, BUSY, PERMISSION -> false;
    };
  }
}
