package dev.punchpost.drivers.wiegand;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.EdgeEvent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/// The pulses of one frame, collected until the lines are silent, and then judged as a whole: a wrong number is worse
/// than none. Holds a bounded amount of memory, whatever comes. Owned by one thread.
final class WiegandFrame {
  /// Line 0 is D0 and line 1 is D1.
  static final int LINES = 2;
  /// Fewer pulses than any format has are noise on the cable, and no frame.
  private static final int LEAST = 8;
  /// One more than the longest format has.
  private static final int MOST = 129;

  /// What came of a frame.
  sealed interface Reading {
    /// A number whose parity was right.
    record Card(Credential.Wiegand credential) implements Reading {}

    /// @param certain whether a pulse that is still on its way from its interrupt thread could make no difference
    record Rejected(Rejection why, boolean certain) implements Reading {}

    /// @param pulses how many there were
    record Noise(int pulses) implements Reading {}
  }

  private final Wiegand.Options options;
  private final long shortestNanos;
  private final long bitTimeoutNanos;
  private final EdgeEvent[] pulses = new EdgeEvent[MOST];
  private int count;
  private boolean tooMany;
  private long newestNanos;
  private long highestSequence;
  /// Where the last frame ended.
  private long lastSequence;

  WiegandFrame(Wiegand.Options options) {
    this.options = options;
    shortestNanos = options.shortest().toNanos();
    bitTimeoutNanos = options.bitTimeout().toNanos();
  }

  boolean empty() {
    return count == 0;
  }

  /// Whether it has more pulses than any format.
  boolean overlong() {
    return tooMany;
  }

  /// When the newest pulse was; it is not always the last that was told.
  long newestNanos() {
    return newestNanos;
  }

  void add(EdgeEvent pulse) {
    newestNanos = empty() ? pulse.atNanos() : Math.max(newestNanos, pulse.atNanos());
    highestSequence = Math.max(highestSequence, pulse.sequence());
    tooMany |= count == MOST;
    if (!tooMany) {
      pulses[count++] = pulse;
    }
  }

  /// Judges what is there.
  Reading read() {
    if (tooMany) {
      return new Reading.Rejected(Rejection.LENGTH, true);
    }
    Arrays.sort(pulses, 0, count, Comparator.comparingLong(EdgeEvent::sequence));
    if (!unbroken()) {
      return new Reading.Rejected(Rejection.LOST_PULSE, false);
    }
    if (count < LEAST) {
      return new Reading.Noise(count);
    }
    if (anyApart(Long.MIN_VALUE, shortestNanos - 1)) {
      return new Reading.Rejected(Rejection.TOO_CLOSE, true);
    }
    if (anyApart(bitTimeoutNanos + 1, Long.MAX_VALUE)) {
      return new Reading.Rejected(Rejection.BROKEN_OFF, true);
    }
    Optional<WiegandFormat> format = options.formats().stream().filter(f -> f.bits() == count).findFirst();
    if (format.isEmpty()) {
      return new Reading.Rejected(Rejection.LENGTH, false);
    }
    return format.get().decode(bits(), count).<Reading>map(Reading.Card::new)
        .orElseGet(() -> new Reading.Rejected(Rejection.PARITY, true));
  }

  /// Forgets the pulses, except how far they were numbered.
  void clear() {
    lastSequence = highestSequence;
    count = 0;
    tooMany = false;
  }

  /// Whether every number is there once, from the one after the last frame's.
  private boolean unbroken() {
    for (int i = 0; i < count; i++) {
      if (pulses[i].sequence() != lastSequence + 1 + i) {
        return false;
      }
    }
    return true;
  }

  private boolean anyApart(long from, long to) {
    for (int i = 1; i < count; i++) {
      long apart = pulses[i].atNanos() - pulses[i - 1].atNanos();
      if (apart >= from && apart <= to) {
        return true;
      }
    }
    return false;
  }

  private byte[] bits() {
    byte[] frame = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      int at = options.order() == Wiegand.BitOrder.FIRST_IS_HIGHEST ? i : count - 1 - i;
      if (pulses[i].line() == 1) {
        frame[at / 8] |= (byte) (0x80 >> at % 8);
      }
    }
    return frame;
  }
}
