package dev.punchpost.drivers.wedge;

import dev.punchpost.hal.input.KeyEvent;
import java.time.Duration;
import java.util.function.Consumer;

/// Types what a reader would, each key at its time, into a replayed keyboard. It has a clock of its own, which moves
/// as it types. Owned by one thread.
public final class KeyboardWedgeSimulator {
  /// From key to key, as readers with 125 reports a second do it.
  public static final Duration INTERVAL = Duration.ofMillis(8);

  private final Consumer<KeyEvent> keyboard;
  private final KeyMap keys;
  private final int terminator;
  private long micros;

  /// @param keyboard takes the events, in order
  /// @param keys the layout that the reader is set to
  /// @param terminator the key after each text
  /// @param startMicros where its clock begins, on the ticker of those who take the events
  public KeyboardWedgeSimulator(Consumer<KeyEvent> keyboard, KeyMap keys, int terminator, long startMicros) {
    this.keyboard = keyboard;
    this.keys = keys;
    this.terminator = terminator;
    micros = startMicros;
  }

  /// US layout and Enter.
  public KeyboardWedgeSimulator(Consumer<KeyEvent> keyboard, long startMicros) {
    this(keyboard, KeyMap.us(), KeyboardWedge.ENTER, startMicros);
  }

  /// Nothing is typed for a while.
  public void silence(Duration duration) {
    micros += duration.toNanos() / 1_000;
  }

  /// Where its clock is.
  public long micros() {
    return micros;
  }

  /// One good read.
  ///
  /// @throws IllegalArgumentException if the layout lacks a character
  public void scan(String text) {
    type(text);
    press(terminator);
  }

  /// Characters without a terminator, as when the plug is pulled in their midst.
  public void type(String text) {
    for (char character : text.toCharArray()) {
      KeyMap.Key key = keys.key(character);
      switch (key.level()) {
        case PLAIN -> press(key.code());
        case SHIFT -> pressWith(TypedLine.LEFT_SHIFT, key.code());
        case ALT_GR -> pressWith(TypedLine.ALT_GR, key.code());
      }
    }
  }

  /// One key.
  public void press(int code) {
    keyboard.accept(new KeyEvent.Pressed(code, micros));
    keyboard.accept(new KeyEvent.Released(code, micros));
    silence(INTERVAL);
  }

  /// One key while another is held.
  public void pressWith(int modifier, int code) {
    keyboard.accept(new KeyEvent.Pressed(modifier, micros));
    press(code);
    keyboard.accept(new KeyEvent.Released(modifier, micros));
  }

  /// The kernel had no room for some keys.
  public void lose() {
    keyboard.accept(new KeyEvent.Lost(micros));
  }
}
