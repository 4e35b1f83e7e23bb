package dev.punchpost.drivers.keypad;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A matrix of keys on pins, scanned row by row. See the package for wiring. Threads as for every [Keypad].
///
/// There is nothing to ask whether a keypad is there: one that is not plugged in has no key pressed, and one with a
/// short has a key that stays down and is told once.
public final class MatrixKeypad implements Keypad {
  /// How it is scanned.
  ///
  /// @param debounce how long a contact must be steady, 5 to 200 ms
  /// @param interval between scans, 2 to 50 ms
  /// @param settle from driving a row to reading the columns, up to 1 ms
  public record Options(Duration debounce, Duration interval, Duration settle) {
    public Options {
      if (debounce.toMillis() < 5 || debounce.toMillis() > 200 || interval.toMillis() < 2 || interval.toMillis() > 50) {
        throw new IllegalArgumentException(
            "debounce " + debounce + ", interval " + interval + ", expected 5 to 200 ms and 2 to 50 ms");
      }
      if (settle.isNegative() || settle.compareTo(Duration.ofMillis(1)) > 0) {
        throw new IllegalArgumentException("settle " + settle + ", expected up to 1 ms");
      }
    }

    /// Steady for 25 ms, looked at every 10 ms.
    public static Options defaults() {
      return new Options(Duration.ofMillis(25), Duration.ofMillis(10), Duration.ofNanos(50_000));
    }
  }

  private final KeypadLayout layout;
  private final List<OutputPin> rows;
  private final List<InputPin> columns;
  private final Ticker ticker;
  private final Pause pause;
  private final Options options;
  private final KeyScan scan;
  private final Deque<KeypadPress> pressed = new ArrayDeque<>();

  /// @param rows in the layout's order; belong to this driver from now on
  /// @param columns in the layout's order, pulled up; belong to this driver from now on
  /// @throws HalException IO if a pin cannot be driven; all pins are closed then
  public MatrixKeypad(KeypadLayout layout, List<OutputPin> rows, List<InputPin> columns, Ticker ticker, Pause pause,
      Options options) {
    if (rows.size() != layout.rows().size() || columns.size() != layout.columns()) {
      throw new IllegalArgumentException("keypad of " + layout.rows().size() + " by " + layout.columns() + " with "
          + rows.size() + " row pins and " + columns.size() + " column pins");
    }
    this.layout = layout;
    this.rows = List.copyOf(rows);
    this.columns = List.copyOf(columns);
    this.ticker = ticker;
    this.pause = pause;
    this.options = options;
    scan = new KeyScan(rows.size(), columns.size(), options.debounce().toNanos() / 1_000);
    try {
      all(false);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// How often more keys were pressed at once than can be told apart.
  public long ghosts() {
    return scan.ghosts();
  }

  @Override
  public Optional<KeypadPress> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (true) {
      look();
      Optional<KeypadPress> first = Optional.ofNullable(pressed.poll());
      long left = deadline - ticker.micros();
      if (first.isPresent() || left <= 0) {
        return first;
      }
      pause(Duration.ofNanos(Math.min(left * 1_000, options.interval().toNanos())));
    }
  }

  private void look() {
    // At rest every row is low: one look at the columns tells that no key is down.
    if (scan.idle() && columns.stream().allMatch(InputPin::high)) {
      return;
    }
    boolean[] contact = new boolean[rows.size() * columns.size()];
    all(true);
    for (int row = 0; row < rows.size(); row++) {
      rows.get(row).set(false);
      pause(options.settle());
      for (int column = 0; column < columns.size(); column++) {
        contact[row * columns.size() + column] = !columns.get(column).high();
      }
      rows.get(row).set(true);
    }
    all(false);
    long now = ticker.micros();
    for (KeyScan.Position key : scan.scanned(contact, now)) {
      pressed.add(new KeypadPress(layout.key(key.row(), key.column()), now));
    }
  }

  private void all(boolean high) {
    for (OutputPin row : rows) {
      row.set(high);
    }
  }

  private void pause(Duration duration) {
    if (duration.isPositive()) {
      try {
        pause.pause(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HalException(Kind.IO, "keypad: interrupted while waiting", e);
      }
    }
  }

  @Override
  public void close() {
    rows.forEach(OutputPin::close);
    columns.forEach(InputPin::close);
  }
}
