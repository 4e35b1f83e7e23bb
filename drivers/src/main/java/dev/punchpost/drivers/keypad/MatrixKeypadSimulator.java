package dev.punchpost.drivers.keypad;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A matrix without diodes, as its pins show it: current finds its way through every contact that is closed, so that
/// ghosts come about as in life, and contacts bounce. Thread-safe.
public final class MatrixKeypadSimulator {
  /// How long a contact bounces.
  private static final long BOUNCE_MICROS = 8_000;

  private final KeypadLayout layout;
  private final Ticker ticker;
  private final Random random = new Random(44);
  private final boolean[] driven;
  private final boolean[] closed;
  private final long[] changedAt;
  private boolean broken;
  private int closedPins;

  public MatrixKeypadSimulator(KeypadLayout layout, Ticker ticker) {
    this.layout = layout;
    this.ticker = ticker;
    driven = new boolean[layout.rows().size()];
    Arrays.fill(driven, true);
    closed = new boolean[layout.rows().size() * layout.columns()];
    changedAt = new long[closed.length];
    Arrays.fill(changedAt, -BOUNCE_MICROS);
  }

  /// Presses a key and keeps it down.
  public void press(Key key) {
    change(key, true);
  }

  public void release(Key key) {
    change(key, false);
  }

  private synchronized void change(Key key, boolean down) {
    for (int row = 0; row < driven.length; row++) {
      int column = layout.rows().get(row).indexOf(key);
      if (column >= 0) {
        closed[row * layout.columns() + column] = down;
        changedAt[row * layout.columns() + column] = ticker.micros();
        return;
      }
    }
    throw new IllegalArgumentException("there is no such key");
  }

  /// From now on no pin can be read or driven.
  public synchronized void breakDown() {
    broken = true;
  }

  public synchronized void repair() {
    broken = false;
  }

  /// Pins that were given back.
  public synchronized int closedPins() {
    return closedPins;
  }

  public List<OutputPin> rows() {
    List<OutputPin> pins = new ArrayList<>();
    for (int row = 0; row < driven.length; row++) {
      int number = row;
      pins.add(new OutputPin() {
        @Override
        public void set(boolean high) {
          drive(number, high);
        }

        @Override
        public void close() {
          countClosed();
        }
      });
    }
    return List.copyOf(pins);
  }

  public List<InputPin> columns() {
    List<InputPin> pins = new ArrayList<>();
    for (int column = 0; column < layout.columns(); column++) {
      int number = column;
      pins.add(new InputPin() {
        @Override
        public boolean high() {
          return level(number);
        }

        @Override
        public boolean await(boolean high, Duration timeout) {
          return high() == high;
        }

        @Override
        public void close() {
          countClosed();
        }
      });
    }
    return List.copyOf(pins);
  }

  private synchronized void countClosed() {
    closedPins++;
  }

  private synchronized void drive(int row, boolean high) {
    requireWorking();
    driven[row] = high;
  }

  private void requireWorking() {
    if (broken) {
      throw new HalException(Kind.IO, "simulated keypad is broken");
    }
  }

  private synchronized boolean level(int column) {
    requireWorking();
    boolean[] lowColumn = new boolean[layout.columns()];
    boolean[] lowRow = new boolean[driven.length];
    for (int row = 0; row < driven.length; row++) {
      lowRow[row] = !driven[row];
    }
    // Low spreads through closed contacts until nothing changes; rows that are driven high are taken for weak.
    for (boolean changed = true; changed;) {
      changed = false;
      for (int i = 0; i < closed.length; i++) {
        int row = i / layout.columns();
        int col = i % layout.columns();
        if (contact(i) && lowRow[row] != lowColumn[col]) {
          lowRow[row] = true;
          lowColumn[col] = true;
          changed = true;
        }
      }
    }
    return !lowColumn[column];
  }

  private boolean contact(int i) {
    return ticker.micros() - changedAt[i] < BOUNCE_MICROS ? random.nextBoolean() : closed[i];
  }
}
