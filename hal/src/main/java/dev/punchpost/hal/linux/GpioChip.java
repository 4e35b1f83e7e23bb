package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An open GPIO chip, for finding lines and asking for them (linux/gpio.h, ABI v2, since Linux 5.10).
final class GpioChip implements AutoCloseable {
  private static final Path DEVICES = Path.of("/dev");

  // _IOR(0xB4, 0x01, struct gpiochip_info), _IOWR(0xB4, 0x05, struct gpio_v2_line_info).
  private static final long GET_CHIPINFO = 0x8044B401L;
  private static final long GET_LINEINFO = 0xC100B405L;
  private static final int NAME = 32;
  private static final int CHIPINFO_BYTES = 68;
  private static final int CHIPINFO_LABEL = 32;
  private static final int CHIPINFO_LINES = 64;
  private static final int LINEINFO_BYTES = 256;
  private static final int LINEINFO_CONSUMER = 32;
  private static final int LINEINFO_OFFSET = 64;

  private final Libc libc;
  private final Path path;
  private final int fd;
  private final String label;
  private final int lines;

  private GpioChip(Libc libc, Path path) {
    this.libc = libc;
    this.path = path;
    fd = DeviceFile.open(libc, path, Libc.O_RDWR);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(CHIPINFO_BYTES, 8);
      DeviceFile.check(libc.ioctl(fd, GET_CHIPINFO, info), path + " (is it a GPIO chip?)");
      label = DeviceFile.text(info, CHIPINFO_LABEL, NAME);
      lines = info.get(ValueLayout.JAVA_INT, CHIPINFO_LINES);
    } catch (HalException e) {
      libc.close(fd);
      throw e;
    }
  }

  /// Finds a chip as [GpioRequest#chip] describes it.
  ///
  /// @throws HalException NO_DEVICE, PERMISSION or IO
  static GpioChip find(Libc libc, String chip) {
    if (chip.startsWith("/")) {
      return new GpioChip(libc, Path.of(chip));
    }
    List<String> seen = new ArrayList<>();
    for (Path path : DeviceFile.numbered(DEVICES, "gpiochip")) {
      GpioChip candidate = new GpioChip(libc, path);
      if (chip.equals(GpioRequest.ANY_PINCTRL)
          ? candidate.label.startsWith("pinctrl-")
          : candidate.label.equals(chip)) {
        return candidate;
      }
      candidate.close();
      seen.add(candidate.label);
    }
    throw new HalException(Kind.NO_DEVICE, "no GPIO chip " + chip + "; chips here: " + seen);
  }

  int fd() {
    return fd;
  }

  @Override
  public String toString() {
    return path + " [" + label + "]";
  }

  /// The number of a line.
  ///
  /// @param line its name, or the number itself
  /// @throws HalException NO_DEVICE if the chip has no such line
  int offset(String line) {
    if (line.matches("[0-9]{1,4}")) {
      int offset = Integer.parseInt(line);
      if (offset >= lines) {
        throw new HalException(Kind.NO_DEVICE, this + " has lines 0 to " + (lines - 1) + ", not " + line);
      }
      return offset;
    }
    for (int offset = 0; offset < lines; offset++) {
      if (field(offset, 0).equals(line)) {
        return offset;
      }
    }
    throw new HalException(Kind.NO_DEVICE, this + " has no line named " + line);
  }

  /// Who holds a line; empty if nobody does, or does not say.
  String consumer(int offset) {
    return field(offset, LINEINFO_CONSUMER);
  }

  private String field(int offset, int from) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(LINEINFO_BYTES, 8);
      info.set(ValueLayout.JAVA_INT, LINEINFO_OFFSET, offset);
      DeviceFile.check(libc.ioctl(fd, GET_LINEINFO, info), this + ", line " + offset);
      return DeviceFile.text(info, from, NAME);
    }
  }

  @Override
  public void close() {
    libc.close(fd);
  }
}
