package dev.punchpost.kiosk.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Reads bytes line by line, of any length without needing the memory: of a line that is longer than any entry only the
/// beginning is kept. One thread.
final class LineReader {
  private static final int LONGEST = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(2048);
  private int at;
  private int end;
  private boolean ended;

  LineReader(InputStream in) {
    this.in = in;
  }

  /// @return false if there is nothing more
  boolean next() throws IOException {
    line.reset();
    ended = false;
    boolean any = false;
    while (!ended) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          return any;
        }
      }
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line.write(buffer, at, Math.min(stop - at, LONGEST - line.size()));
      ended = stop < end;
      at = ended ? stop + 1 : stop;
    }
    return true;
  }

  /// The line without its line feed.
  byte[] line() {
    return line.toByteArray();
  }

  /// Whether it had a line feed.
  boolean ended() {
    return ended;
  }
}
