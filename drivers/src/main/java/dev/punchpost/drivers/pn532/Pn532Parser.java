package dev.punchpost.drivers.pn532;

import java.util.Arrays;
import java.util.Optional;

/// Finds frames in a stream of bytes that may begin anywhere, come in pieces and contain noise. Holds no more than one
/// frame's worth.
final class Pn532Parser {
  private static final int CAPACITY = 2 * (Pn532Frame.LONGEST + 10);

  private final byte[] buffer = new byte[CAPACITY];
  private int length;
  private long noise;

  /// Takes bytes in. What does not fit pushes the oldest bytes out: they belonged to no frame.
  void add(byte[] bytes, int count) {
    int from = Math.max(0, count - CAPACITY);
    int push = Math.max(0, length + count - from - CAPACITY);
    drop(push);
    noise += push + from;
    System.arraycopy(bytes, from, buffer, length, count - from);
    length += count - from;
  }

  /// The next frame, or empty if more bytes are needed.
  Optional<Pn532Frame> next() {
    int start = 0;
    while (start + 1 < length && !(buffer[start] == 0 && buffer[start + 1] == (byte) 0xFF)) {
      noise += buffer[start] == 0 ? 0 : 1;
      start++;
    }
    drop(start);
    if (length < 4) {
      return Optional.empty();
    }
    int len = buffer[2] & 0xFF;
    int lcs = buffer[3] & 0xFF;
    if (len == 0x00 && lcs == 0xFF) {
      drop(4);
      return Optional.of(new Pn532Frame.Ack());
    }
    if (len == 0xFF && lcs == 0x00) {
      drop(4);
      return Optional.of(new Pn532Frame.Nack());
    }
    if (len == 0xFF && lcs == 0xFF) {
      if (length < 7) {
        return Optional.empty();
      }
      int extended = (buffer[4] & 0xFF) << 8 | buffer[5] & 0xFF;
      return body(7, extended, ((buffer[4] + buffer[5] + buffer[6]) & 0xFF) == 0);
    }
    return body(4, len, (len + lcs & 0xFF) == 0);
  }

  /// Forgets a frame that began and did not end.
  void reset() {
    noise += length;
    length = 0;
  }

  /// Bytes that belonged to no frame.
  long noise() {
    return noise;
  }

  private Optional<Pn532Frame> body(int at, int size, boolean headerIsRight) {
    if (!headerIsRight || size < 1 || size > Pn532Frame.LONGEST) {
      return broken();
    }
    if (length < at + size + 1) {
      return Optional.empty();
    }
    int sum = 0;
    for (int i = at; i <= at + size; i++) {
      sum += buffer[i];
    }
    if ((sum & 0xFF) != 0) {
      return broken();
    }
    byte[] data = Arrays.copyOfRange(buffer, at, at + size);
    drop(at + size + 1);
    if (size == 1) {
      return Optional.of(data[0] == Pn532Frame.ERROR ? new Pn532Frame.Error() : new Pn532Frame.Broken());
    }
    return Optional.of(new Pn532Frame.Info(data));
  }

  /// A start code that began no frame: what follows it is looked at again.
  private Optional<Pn532Frame> broken() {
    noise++;
    drop(1);
    return Optional.of(new Pn532Frame.Broken());
  }

  private void drop(int count) {
    System.arraycopy(buffer, count, buffer, 0, length - count);
    length -= count;
  }
}
