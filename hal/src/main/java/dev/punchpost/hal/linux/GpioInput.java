package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.Pull;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;

/// A line that somebody else drives, through the GPIO character device, ABI v2 (linux/gpio.h): a contact, a button. It is
/// asked for its level, and sleeps in the kernel until that changes. Works on every architecture.
public final class GpioInput implements InputPin {
  // _IOWR(0xB4, 0x0E, struct gpio_v2_line_values): bits, mask
  private static final long GET_VALUES = 0xC010B40EL;
  private static final int VALUES_BYTES = 16;

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
    edges = new RecordFile(libc, fd, LineRequest.EVENT_BYTES, name);
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
    try (GpioChip found = GpioChip.find(libc, chip)) {
      String name = "GPIO line " + line + " of " + found;
      int fd = LineRequest
          .inputs(List.of(found.offset(line)), LineRequest.EDGE_RISING | LineRequest.EDGE_FALLING, pull, 0)
          .take(libc, found, name);
      return new GpioInput(libc, fd, name);
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
