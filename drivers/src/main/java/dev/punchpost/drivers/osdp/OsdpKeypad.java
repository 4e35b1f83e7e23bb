package dev.punchpost.drivers.osdp;

import dev.punchpost.drivers.keypad.Key;
import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.drivers.keypad.KeypadPress;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The keypad of one OSDP reader. Hand it the line's events with [#accept]; threads otherwise as for every [Keypad].
///
/// Digits, `*` clears, `#` enters, `A` to `D` (where a reader has them) are F1 to F4. Keys that nobody takes are
/// dropped from the 64th on, and what was typed is cleared, so that no PIN with a gap comes about.
public final class OsdpKeypad implements Keypad {
  private static final int MOST = 64;

  private final ReaderName reader;
  private final Ticker ticker;
  private final BlockingQueue<KeypadPress> pressed = new LinkedBlockingQueue<>(MOST);
  private volatile boolean closed;

  public OsdpKeypad(ReaderName reader, Ticker ticker) {
    this.reader = reader;
    this.ticker = ticker;
  }

  /// An event of the line; those of other readers and other kinds are none of ours. Returns at once; any thread.
  public void accept(OsdpEvent event) {
    if (event instanceof OsdpEvent.KeysPressed(ReaderName from, String keys) && from.equals(reader) && !closed) {
      long now = ticker.micros();
      keys.chars().forEach(c -> key((char) c).ifPresent(key -> {
        if (!pressed.offer(new KeypadPress(key, now))) {
          pressed.clear();
          pressed.add(new KeypadPress(new Key.Clear(), now));
        }
      }));
    }
  }

  private static Optional<Key> key(char character) {
    return switch (character) {
      case '*' -> Optional.of(new Key.Clear());
      case '#' -> Optional.of(new Key.Enter());
      case 'A', 'B', 'C', 'D' -> Optional.of(new Key.Function(character - 'A' + 1));
      default -> character >= '0' && character <= '9'
          ? Optional.of(new Key.Digit(character - '0'))
          : Optional.empty();
    };
  }

  @Override
  public Optional<KeypadPress> next(Duration timeout) {
    if (closed) {
      throw new HalException(HalException.Kind.IO, "keypad of OSDP reader " + reader + " is closed");
    }
    try {
      return Optional.ofNullable(pressed.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(HalException.Kind.IO, "keypad of OSDP reader " + reader + ": interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    pressed.clear();
  }
}
