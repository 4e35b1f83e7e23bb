package dev.punchpost.drivers.keypad;

import dev.punchpost.drivers.keypad.Key.Clear;
import dev.punchpost.drivers.keypad.Key.Digit;
import dev.punchpost.drivers.keypad.Key.Enter;
import dev.punchpost.drivers.keypad.Key.Function;
import java.time.Duration;
import java.util.Arrays;

/// Somebody types a PIN: keys and time in, what to show out. Pure, except that digits are overwritten as soon as they
/// are not needed. One thread owns it.
public final class PinEntry {
  /// @param shortest digits of a PIN, from 1
  /// @param longest digits of a PIN, up to 16
  /// @param timeout longest time from key to key, 1 s to 2 min
  public record Options(int shortest, int longest, Duration timeout) {
    public Options {
      if (shortest < 1 || longest > 16 || shortest > longest) {
        throw new IllegalArgumentException("PIN of " + shortest + " to " + longest + " digits, expected 1 to 16");
      }
      if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(2)) > 0) {
        throw new IllegalArgumentException("time-out " + timeout + ", expected 1 s to 2 min");
      }
    }

    /// 4 to 8 digits, 10 s from key to key.
    public static Options defaults() {
      return new Options(4, 8, Duration.ofSeconds(10));
    }
  }

  /// What came of a key, or of time.
  public sealed interface Outcome {
    /// So many digits are there; show as many dots.
    record Typing(int length) implements Outcome {}

    /// Enter came too early, or a digit too late: nothing has changed.
    record NotTaken(int length) implements Outcome {}

    /// The end: a PIN. Close it.
    record Entered(Pin pin) implements Outcome {}

    /// The end: cleared while there was nothing, or a function key.
    record GivenUp() implements Outcome {}

    /// The end: nothing was typed for too long.
    record TimedOut() implements Outcome {}
  }

  private final Options options;
  private final long timeoutMicros;
  private final char[] digits;
  private int length;
  private long lastMicros;
  private boolean ended;

  /// @param nowMicros from then on time runs
  public PinEntry(Options options, long nowMicros) {
    this.options = options;
    timeoutMicros = options.timeout().toNanos() / 1_000;
    digits = new char[options.longest()];
    lastMicros = nowMicros;
  }

  /// When it times out if no key comes.
  public long deadlineMicros() {
    return lastMicros + timeoutMicros;
  }

  /// A key was pressed.
  ///
  /// @throws IllegalStateException if it has ended
  public Outcome accept(KeypadPress press) {
    requireRunning();
    if (press.atMicros() >= deadlineMicros()) {
      return end(new Outcome.TimedOut());
    }
    lastMicros = Math.max(lastMicros, press.atMicros());
    return switch (press.key()) {
      case Digit(int value) -> digit(value);
      case Clear() -> {
        boolean nothing = length == 0;
        wipe();
        yield nothing ? end(new Outcome.GivenUp()) : new Outcome.Typing(0);
      }
      case Enter() -> {
        if (length < options.shortest()) {
          yield new Outcome.NotTaken(length);
        }
        Pin pin = new Pin(Arrays.copyOf(digits, length));
        yield end(new Outcome.Entered(pin));
      }
      case Function _ -> end(new Outcome.GivenUp());
    };
  }

  private Outcome digit(int value) {
    if (length == options.longest()) {
      return new Outcome.NotTaken(length);
    }
    digits[length] = (char) ('0' + value);
    length++;
    return new Outcome.Typing(length);
  }

  /// Time has passed.
  ///
  /// @throws IllegalStateException if it has ended
  public Outcome passed(long nowMicros) {
    requireRunning();
    return nowMicros >= deadlineMicros() ? end(new Outcome.TimedOut()) : new Outcome.Typing(length);
  }

  private Outcome end(Outcome outcome) {
    ended = true;
    wipe();
    return outcome;
  }

  private void wipe() {
    Arrays.fill(digits, '\0');
    length = 0;
  }

  private void requireRunning() {
    if (ended) {
      throw new IllegalStateException("this entry of a PIN has ended");
    }
  }

  /// Whether any digit is still in memory here; for tests.
  boolean wiped() {
    for (char digit : digits) {
      if (digit != '\0') {
        return false;
      }
    }
    return true;
  }

  /// Neither digits nor their number.
  @Override
  public String toString() {
    return "PinEntry(hidden)";
  }
}
