package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.Pull;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A line that somebody else drives, through the GPIO character device, ABI v2 (linux/gpio.h): a contact, a button. It is
/// asked for its level, and sleeps in the kernel until that changes. Works on every architecture.
public final class GpioInput implements InputPin {
  // struct gpio_v2_line_request, _IOWR(0xB4, 0x07, …)
  private static final long GET_LINE = 0xC250B407L;
  private static final int REQUEST_BYTES = 592;
  private static final int REQUEST_CONSUMER = 256;
  private static final int REQUEST_FLAGS = 288;
  private static final int REQUEST_NUM_LINES = 560;
  private static final int REQUEST_FD = 588;
  private static final String CONSUMER = "punchpost";

  private static final long FLAG_INPUT = 1L << 2;
  private static final long FLAG_EDGE_RISING = 1L << 4;
  private static final long FLAG_EDGE_FALLING = 1L << 5;
  private static final long FLAG_BIAS_PULL_UP = 1L << 8;
  private static final long FLAG_BIAS_PULL_DOWN = 1L << 9;
  private static final long FLAG_BIAS_DISABLED = 1L << 10;

  // _IOWR(0xB4, 0x0E, struct gpio_v2_line_values): bits, mask
  private static final long GET_VALUES = 0xC010B40EL;
  private static final int VALUES_BYTES = 16;

  // struct gpio_v2_line_event
  private static final int EVENT_BYTES = 48;
  /// An interrupt of the thread is seen after this.
  private static final Duration SLICE = Duration.ofMillis(100);

  private final Libc libc;
  private final int fd;
  private final String name;
  private final RecordFile edges;
  private boolean closed;

  private GpioInput(Libc libc, int fd, String name) {
    this.libc = libc;
    this.fd = fd;
    this.name = name;
    edges = new RecordFile(libc, fd, EVENT_BYTES, name);
  }

  /// Takes a line.
  ///
  /// @param chip as in [GpioRequest#chip]
  /// @param line its number on the chip, or its name
  /// @throws HalException NO_DEVICE (no such chip or line), BUSY (another program holds it), PERMISSION (group gpio), IO
  ///   (the chip cannot tell edges, or has no such resistor)
  public static GpioInput open(String chip, String line, Pull pull) {
    return open(Libc.system(), chip, line, pull);
  }

  static GpioInput open(Libc libc, String chip, String line, Pull pull) {
    try (GpioChip found = GpioChip.find(libc, chip); Arena arena = Arena.ofConfined()) {
      int offset = found.offset(line);
      MemorySegment wanted = arena.allocate(REQUEST_BYTES, 8);
      wanted.set(ValueLayout.JAVA_INT, 0, offset);
      MemorySegment.copy(MemorySegment.ofArray(CONSUMER.getBytes(StandardCharsets.US_ASCII)), 0, wanted,
          REQUEST_CONSUMER, CONSUMER.length());
      wanted.set(ValueLayout.JAVA_LONG, REQUEST_FLAGS, FLAG_INPUT | FLAG_EDGE_RISING | FLAG_EDGE_FALLING
          | switch (pull) {
            case NONE -> FLAG_BIAS_DISABLED;
            case UP -> FLAG_BIAS_PULL_UP;
            case DOWN -> FLAG_BIAS_PULL_DOWN;
          });
      wanted.set(ValueLayout.JAVA_INT, REQUEST_NUM_LINES, 1);
      String name = "GPIO line " + line + " of " + found;
      int result = libc.ioctl(found.fd(), GET_LINE, wanted);
      if (result == -Libc.EBUSY) {
        throw new HalException(Kind.BUSY, name + " is in use by " + found.consumer(offset));
      }
      DeviceFile.check(result, name);
      return new GpioInput(libc, wanted.get(ValueLayout.JAVA_INT, REQUEST_FD), name);
    }
  }

  @Override
  public synchronized boolean high() {
    if (closed) {
      throw new HalException(Kind.IO, name + " is closed");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(VALUES_BYTES, 8);
      values.set(ValueLayout.JAVA_LONG, 8, 1);
      DeviceFile.check(libc.ioctl(fd, GET_VALUES, values), name);
      return (values.get(ValueLayout.JAVA_LONG, 0) & 1) != 0;
    }
  }

  @Override
  public boolean await(boolean high, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (high() != high) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      // Any edge, also an old one that waits in the kernel, is a reason to look again.
      edges.next(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
    }
    return true;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      edges.close();
    }
  }
}
