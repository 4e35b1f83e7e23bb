package dev.punchpost.drivers.keypad;

import java.util.ArrayList;
import java.util.List;

/// From scans of a matrix to keys that went down: debounced, without ghosts, without repeats. Pure; owned by one thread.
///
/// A matrix without diodes shows a fourth key where three corners of a rectangle are down. Which of the four is the
/// ghost cannot be told, so that such a scan changes nothing until it is over.
final class KeyScan {
  /// A key of the matrix.
  record Position(int row, int column) {}

  private final int rows;
  private final int columns;
  private final long debounceMicros;
  private final boolean[] down;
  private final boolean[] seen;
  private final long[] sinceMicros;
  private long ghosts;
  private boolean ghostly;

  KeyScan(int rows, int columns, long debounceMicros) {
    this.rows = rows;
    this.columns = columns;
    this.debounceMicros = debounceMicros;
    down = new boolean[rows * columns];
    seen = new boolean[rows * columns];
    sinceMicros = new long[rows * columns];
  }

  /// Scans, times in which ghosts were seen.
  long ghosts() {
    return ghosts;
  }

  /// Whether every key is up for good.
  boolean idle() {
    for (int i = 0; i < down.length; i++) {
      if (down[i] || seen[i]) {
        return false;
      }
    }
    return true;
  }

  /// @param contact each key's contact, row by row
  /// @return keys that went down
  List<Position> scanned(boolean[] contact, long nowMicros) {
    boolean ambiguous = ambiguous(contact);
    ghosts += ambiguous && !ghostly ? 1 : 0;
    ghostly = ambiguous;
    List<Position> pressed = new ArrayList<>();
    for (int i = 0; i < contact.length; i++) {
      // While it is unclear which keys are down, the time for a new one does not run.
      boolean now = ambiguous ? down[i] : contact[i];
      if (now != seen[i] || ambiguous) {
        seen[i] = now;
        sinceMicros[i] = nowMicros;
      } else if (seen[i] != down[i] && nowMicros - sinceMicros[i] >= debounceMicros) {
        down[i] = seen[i];
        if (down[i]) {
          pressed.add(new Position(i / columns, i % columns));
        }
      }
    }
    return pressed;
  }

  /// Two rows that share two columns.
  private boolean ambiguous(boolean[] contact) {
    for (int a = 0; a < rows; a++) {
      for (int b = a + 1; b < rows; b++) {
        int shared = 0;
        for (int c = 0; c < columns; c++) {
          shared += contact[a * columns + c] && contact[b * columns + c] ? 1 : 0;
        }
        if (shared > 1) {
          return true;
        }
      }
    }
    return false;
  }
}
