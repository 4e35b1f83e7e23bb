package dev.punchpost.drivers.keypad;

import dev.punchpost.hal.input.KeyEvent;
import dev.punchpost.hal.input.KeySource;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A USB numeric keypad, or the keypad of any keyboard. Threads as for every [Keypad].
///
/// NumLock does not matter: keys are places. A key that has no meaning is not told.
public final class NumericKeypad implements Keypad {
  // linux/input-event-codes.h: KEY_KP0 to KEY_KP9, and the row above the letters from KEY_0.
  private static final int[] KEYPAD_DIGITS = {82, 79, 80, 81, 75, 76, 77, 71, 72, 73};
  private static final int[] ROW_DIGITS = {11, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  private static final int ESCAPE = 1;
  private static final int BACKSPACE = 14;
  private static final int ENTER = 28;
  private static final int F1 = 59;
  private static final int KEYPAD_ENTER = 96;
  private static final int KEYPAD_DOT = 83;
  // KEY_KPSLASH, KEY_KPASTERISK, KEY_KPMINUS, KEY_KPPLUS
  private static final int[] OPERATIONS = {98, 55, 74, 78};

  private final KeySource keyboard;
  private final Ticker ticker;
  private final Map<Integer, Key> keys;

  /// @param keyboard grabbed; belongs to this driver from now on
  /// @param ticker must be the one of the keys' times
  /// @param keys what each key code means, such as [#usual()]
  public NumericKeypad(KeySource keyboard, Ticker ticker, Map<Integer, Key> keys) {
    this.keyboard = keyboard;
    this.ticker = ticker;
    this.keys = Map.copyOf(keys);
  }

  /// Digits in both places, Enter, Backspace and Escape and the dot clear, F1 to F4 and, in this order, `/ * - +`.
  public static Map<Integer, Key> usual() {
    Map<Integer, Key> keys = new HashMap<>();
    for (int digit = 0; digit <= 9; digit++) {
      keys.put(KEYPAD_DIGITS[digit], new Key.Digit(digit));
      keys.put(ROW_DIGITS[digit], new Key.Digit(digit));
    }
    for (int i = 0; i < OPERATIONS.length; i++) {
      keys.put(F1 + i, new Key.Function(i + 1));
      keys.put(OPERATIONS[i], new Key.Function(i + 1));
    }
    keys.put(ENTER, new Key.Enter());
    keys.put(KEYPAD_ENTER, new Key.Enter());
    keys.put(BACKSPACE, new Key.Clear());
    keys.put(ESCAPE, new Key.Clear());
    keys.put(KEYPAD_DOT, new Key.Clear());
    return Map.copyOf(keys);
  }

  @Override
  public Optional<KeypadPress> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (true) {
      long left = Math.max(0, deadline - ticker.micros());
      Optional<KeyEvent> event = keyboard.next(Duration.ofNanos(left * 1_000));
      if (event.isEmpty()) {
        return Optional.empty();
      }
      Optional<KeypadPress> press = press(event.get());
      if (press.isPresent()) {
        return press;
      }
    }
  }

  private Optional<KeypadPress> press(KeyEvent event) {
    return switch (event) {
      case KeyEvent.Pressed(int code, long at) -> Optional.ofNullable(keys.get(code)).map(key -> new KeypadPress(key,
          at));
      case KeyEvent.Released _ -> Optional.empty();
      // Digits are missing: what was typed so far is worth nothing.
      case KeyEvent.Lost(long at) -> Optional.of(new KeypadPress(new Key.Clear(), at));
    };
  }

  @Override
  public void close() {
    keyboard.close();
  }
}
