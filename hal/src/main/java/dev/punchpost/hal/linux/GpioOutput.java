package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.OutputPin;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A line that we drive, through the GPIO character device, ABI v2 (linux/gpio.h). The line and its first level are asked
/// for in one step, so that it never has another: what a door's relay needs. Works on every architecture.
///
/// When the process ends, however it does, the kernel takes the line back. What its level is then is the driver's
/// affair: docs/hardware/door.md.
public final class GpioOutput implements OutputPin {
  // _IOWR(0xB4, 0x0F, struct gpio_v2_line_values): bits, mask
  private static final long SET_VALUES = 0xC010B40FL;
  private static final int VALUES_BYTES = 16;

  private final Libc libc;
  private final int fd;
  private final String name;
  private boolean closed;

  private GpioOutput(Libc libc, int fd, String name) {
    this.libc = libc;
    this.fd = fd;
    this.name = name;
  }

  /// Takes a line.
  ///
  /// @param chip as in [GpioRequest#chip]
  /// @param line its number on the chip, or its name
  /// @param high its level from the start
  /// @throws HalException NO_DEVICE (no such chip or line), BUSY (another program holds it), PERMISSION (group gpio), IO
  public static GpioOutput open(String chip, String line, boolean high) {
    return open(Libc.system(), chip, line, high);
  }

  static GpioOutput open(Libc libc, String chip, String line, boolean high) {
    try (GpioChip found = GpioChip.find(libc, chip)) {
      String name = "GPIO line " + line + " of " + found;
      return new GpioOutput(libc, LineRequest.output(found.offset(line), high).take(libc, found, name), name);
    }
  }

  @Override
  public synchronized void set(boolean high) {
    if (closed) {
      throw new HalException(Kind.IO, name + " is closed");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(VALUES_BYTES, 8);
      values.set(ValueLayout.JAVA_LONG, 0, high ? 1 : 0);
      values.set(ValueLayout.JAVA_LONG, 8, 1);
      DeviceFile.check(libc.ioctl(fd, SET_VALUES, values), name);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      libc.close(fd);
    }
  }
}
