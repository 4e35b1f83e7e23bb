package dev.punchpost.drivers.wedge;

import dev.punchpost.hal.input.KeyEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// From keys to lines of text. Holds a bounded amount of memory, whatever comes. Owned by one thread.
final class TypedLine {
  static final int LEFT_SHIFT = 42;
  static final int RIGHT_SHIFT = 54;
  static final int ALT_GR = 100;
  private static final int NUM_LOCK = 69;
  /// Left and right Control, left Alt, left and right Meta: what is typed with them is a command or an Alt code.
  private static final Set<Integer> COMMANDS = Set.of(29, 97, 56, 125, 126);
  private static final int LAST_KEY = 767;

  private final KeyboardWedge.Options options;
  private final StringBuilder text = new StringBuilder();
  private final Set<Integer> held = new HashSet<>();
  private boolean spoiled;
  private long keys;
  private long lastKeyMicros;

  TypedLine(KeyboardWedge.Options options) {
    this.options = options;
  }

  /// What a key made of the line.
  sealed interface Ended {
    /// It is whole.
    record Whole(String text) implements Ended {}

    /// It had a key without a character, was too long, or keys were lost.
    record Spoiled() implements Ended {}
  }

  /// Whether nothing was typed since the last line.
  boolean empty() {
    return keys == 0;
  }

  long lastKeyMicros() {
    return lastKeyMicros;
  }

  /// @return the line that this key ends
  Optional<Ended> accept(KeyEvent event) {
    switch (event) {
      case KeyEvent.Pressed(int code, long at) -> {
        if (isModifier(code)) {
          held.add(code);
        } else {
          return pressed(code, at);
        }
      }
      case KeyEvent.Released(int code, _) -> held.remove(code);
      case KeyEvent.Lost(long at) -> {
        // Which keys are held now is unknown too; the reader's next ones say it.
        held.clear();
        key(at);
        spoiled = true;
      }
    }
    return Optional.empty();
  }

  /// The keyboard has been silent for so long that nothing more belongs to this line.
  Optional<Ended> timedOut() {
    if (empty()) {
      return Optional.empty();
    }
    return Optional.of(end(options.terminators().isEmpty()));
  }

  private Optional<Ended> pressed(int code, long at) {
    if (options.terminators().contains(code)) {
      return empty() ? Optional.empty() : Optional.of(end(true));
    }
    if (code == NUM_LOCK) {
      return Optional.empty();
    }
    key(at);
    OptionalInt character = command() ? OptionalInt.empty() : options.keys().character(code, level());
    // A key without a character would be missing in the number without anybody seeing it.
    if (character.isEmpty() || text.length() >= options.text().longest()) {
      spoiled = true;
    } else if (!spoiled) {
      text.append((char) character.getAsInt());
    }
    return Optional.empty();
  }

  private void key(long at) {
    keys++;
    lastKeyMicros = at;
  }

  private Ended end(boolean complete) {
    Ended ended = complete && !spoiled ? new Ended.Whole(text.toString()) : new Ended.Spoiled();
    text.setLength(0);
    spoiled = false;
    keys = 0;
    return ended;
  }

  private static boolean isModifier(int code) {
    return code == LEFT_SHIFT || code == RIGHT_SHIFT || code == ALT_GR || COMMANDS.contains(code);
  }

  private boolean command() {
    return held.stream().anyMatch(COMMANDS::contains);
  }

  private KeyMap.Level level() {
    if (held.contains(ALT_GR)) {
      return KeyMap.Level.ALT_GR;
    }
    return held.contains(LEFT_SHIFT) || held.contains(RIGHT_SHIFT) ? KeyMap.Level.SHIFT : KeyMap.Level.PLAIN;
  }

  /// Whether a number is that of a key at all.
  static boolean isKey(int code) {
    return code > 0 && code <= LAST_KEY;
  }
}
