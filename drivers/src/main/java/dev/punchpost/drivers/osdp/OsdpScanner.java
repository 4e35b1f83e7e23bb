package dev.punchpost.drivers.osdp;

import java.util.Optional;

/// Finds messages in a stream of bytes: skips noise, our own echo and damaged messages, in bounded memory.
final class OsdpScanner {
  private final byte[] buffer = new byte[2 * Osdp.LONGEST];
  private final boolean replies;
  private int size;
  private long damaged;
  private long noise;

  /// @param replies whether to look for replies, as the panel does, or for commands, as a PD does
  OsdpScanner(boolean replies) {
    this.replies = replies;
  }

  /// Takes what has arrived. If nobody asks for messages, the oldest bytes go.
  void feed(byte[] bytes, int count) {
    int from = Math.max(0, count - buffer.length);
    int fresh = count - from;
    int over = size + fresh - buffer.length;
    if (over > 0) {
      skip(over);
    }
    System.arraycopy(bytes, from, buffer, size, fresh);
    size += fresh;
    noise += from;
  }

  /// The next whole message whose check is right; empty until more bytes come.
  Optional<OsdpFrame> next() {
    while (size > 0) {
      int start = 0;
      while (start < size && buffer[start] != OsdpFrame.SOM) {
        start++;
      }
      skip(start);
      if (size < OsdpFrame.HEADER) {
        return Optional.empty();
      }
      int length = (buffer[2] & 0xFF) | ((buffer[3] & 0xFF) << 8);
      if ((buffer[1] < 0) != replies || length < OsdpFrame.HEADER + 2 || length > Osdp.LONGEST) {
        skip(1);
        continue;
      }
      if (size < length) {
        return Optional.empty();
      }
      Optional<OsdpFrame> frame = OsdpFrame.decode(buffer, 0, length);
      if (frame.isPresent()) {
        drop(length);
        return frame;
      }
      damaged++;
      skip(1);
    }
    return Optional.empty();
  }

  /// Nothing more comes: what looked like the start of a message was none. There may be one behind it.
  ///
  /// @return a message behind the false start
  Optional<OsdpFrame> giveUp() {
    while (size > 0) {
      damaged++;
      skip(1);
      Optional<OsdpFrame> frame = next();
      if (frame.isPresent()) {
        return frame;
      }
    }
    return Optional.empty();
  }

  /// Whether it holds what may be the start of a message.
  boolean pending() {
    return size > 0;
  }

  /// Forgets what it holds, such as a reply that came too late.
  void reset() {
    noise += size;
    size = 0;
  }

  /// Messages with a wrong check, and starts without an end.
  long damaged() {
    return damaged;
  }

  /// Bytes that belonged to no message.
  long noise() {
    return noise;
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      // A marking byte and an idle line's ones belong to nobody's message and mean nothing.
      if (buffer[i] != (byte) OsdpFrame.MARK) {
        noise++;
      }
    }
    drop(count);
  }

  private void drop(int count) {
    System.arraycopy(buffer, count, buffer, 0, size - count);
    size -= count;
  }
}
