package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.input.KeyEvent;
import dev.punchpost.hal.input.KeySource;
import dev.punchpost.hal.time.Ticker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A keyboard through Linux' event devices (linux/input.h), grabbed, so that no console gets its keys.
public final class EvdevKeys implements KeySource {
  private static final Path DEVICES = Path.of("/dev/input");

  // struct input_id, and the requests of linux/input.h; those with a length have it in bits 16 to 29.
  private static final long GID = 0x80084502L;
  private static final long GNAME = 0x80004506L;
  private static final long GUNIQ = 0x80004508L;
  private static final long GBIT_KEY = 0x80004521L;
  private static final long GRAB = 0x40044590L;
  private static final long SCLOCKID = 0x400445A0L;
  private static final int ID_VENDOR = 2;
  private static final int ID_PRODUCT = 4;

  // struct input_event where time_t has 64 bits.
  private static final int EVENT_BYTES = 24;
  private static final int EVENT_MICROS = 8;
  private static final int EVENT_TYPE = 16;
  private static final int EVENT_CODE = 18;
  private static final int EVENT_VALUE = 20;
  private static final int EV_SYN = 0;
  private static final int EV_KEY = 1;
  private static final int SYN_DROPPED = 3;
  private static final int KEY_1 = 2;
  private static final int KEY_KP1 = 79;

  private final Ticker ticker;
  private final RecordFile file;
  private final boolean kernelTime;

  private EvdevKeys(Libc libc, Ticker ticker, int fd, boolean kernelTime, String name) {
    this.ticker = ticker;
    this.kernelTime = kernelTime;
    file = new RecordFile(libc, fd, EVENT_BYTES, name);
  }

  public static EvdevKeys open(KeyDevice device) {
    return open(Libc.system(), BootTicker.system(), device);
  }

  /// Finds the keyboard and takes it for this program alone.
  ///
  /// @param ticker must read CLOCK_BOOTTIME
  /// @throws HalException NO_DEVICE (not there; or several fit, and which one is meant cannot be known), BUSY (grabbed
  ///   by another program), PERMISSION (group input), PROTOCOL (it has no digits: no keyboard), IO
  public static EvdevKeys open(Libc libc, Ticker ticker, KeyDevice device) {
    Path path = switch (device) {
      case KeyDevice.ByPath(Path given) -> given;
      case KeyDevice.ByUsbId _,KeyDevice.ByName _ -> find(libc, device);
    };
    String name = "keyboard " + device;
    int fd = DeviceFile.open(libc, path, Libc.O_RDONLY);
    try {
      if (!hasDigits(libc, fd)) {
        throw new HalException(Kind.PROTOCOL, name + " has no digits: it is no keyboard");
      }
      DeviceFile.check(libc.ioctl(fd, GRAB, MemorySegment.ofAddress(1)), name);
      return new EvdevKeys(libc, ticker, fd, takesBootTime(libc, fd), name);
    } catch (HalException e) {
      libc.close(fd);
      throw e;
    }
  }

  private static Path find(Libc libc, KeyDevice device) {
    List<Path> found = new ArrayList<>();
    boolean refused = false;
    for (Path path : DeviceFile.numbered(DEVICES, "event")) {
      int fd = libc.open(path.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
      if (fd < 0) {
        refused |= fd == -Libc.EACCES;
        continue;
      }
      // A reader may have more event devices than its keyboard: for media keys, a mouse, or power.
      if (fits(libc, fd, device) && hasDigits(libc, fd)) {
        found.add(path);
      }
      libc.close(fd);
    }
    if (found.isEmpty() && refused) {
      throw new HalException(Kind.PERMISSION,
          "keyboard " + device + " was not found among those that this user may open (group input?)");
    }
    if (found.size() != 1) {
      throw new HalException(Kind.NO_DEVICE, found.isEmpty()
          ? "keyboard " + device + " is not there (unplugged?)"
          : found.size() + " keyboards are " + device + ": say which one by its /dev/input/by-path or by-id link");
    }
    return found.getFirst();
  }

  private static boolean fits(Libc libc, int fd, KeyDevice device) {
    return switch (device) {
      case KeyDevice.ByPath _ -> true;
      case KeyDevice.ByName(String name) -> text(libc, fd, GNAME).equals(name);
      case KeyDevice.ByUsbId usb -> {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment id = arena.allocate(8, 8);
          yield libc.ioctl(fd, GID, id) >= 0
              && Short.toUnsignedInt(id.get(ValueLayout.JAVA_SHORT, ID_VENDOR)) == usb.vendor()
              && Short.toUnsignedInt(id.get(ValueLayout.JAVA_SHORT, ID_PRODUCT)) == usb.product()
              && (usb.serial().isEmpty() || text(libc, fd, GUNIQ).equals(usb.serial()));
        }
      }
    };
  }

  private static String text(Libc libc, int fd, long request) {
    int length = 256;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(length, 8);
      return libc.ioctl(fd, request | (long) length << 16, text) < 0 ? "" : DeviceFile.text(text, 0, length);
    }
  }

  private static boolean hasDigits(Libc libc, int fd) {
    int length = 96;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bits = arena.allocate(length, 8);
      return libc.ioctl(fd, GBIT_KEY | (long) length << 16, bits) >= 0 && (has(bits, KEY_1) || has(bits, KEY_KP1));
    }
  }

  private static boolean has(MemorySegment bits, int code) {
    return (bits.get(ValueLayout.JAVA_BYTE, code / 8) >> code % 8 & 1) == 1;
  }

  private static boolean takesBootTime(Libc libc, int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return libc.ioctl(fd, SCLOCKID, arena.allocateFrom(ValueLayout.JAVA_INT, Libc.CLOCK_BOOTTIME)) >= 0;
    }
  }

  @Override
  public Optional<KeyEvent> next(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<MemorySegment> record = file.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      if (record.isEmpty()) {
        return Optional.empty();
      }
      Optional<KeyEvent> event = event(record.get());
      if (event.isPresent()) {
        return event;
      }
    }
  }

  private Optional<KeyEvent> event(MemorySegment record) {
    int type = record.get(ValueLayout.JAVA_SHORT, EVENT_TYPE);
    int code = Short.toUnsignedInt(record.get(ValueLayout.JAVA_SHORT, EVENT_CODE));
    int value = record.get(ValueLayout.JAVA_INT, EVENT_VALUE);
    long at = kernelTime
        ? record.get(ValueLayout.JAVA_LONG, 0) * 1_000_000 + record.get(ValueLayout.JAVA_LONG, EVENT_MICROS)
        : ticker.micros();
    if (type == EV_SYN && code == SYN_DROPPED) {
      return Optional.of(new KeyEvent.Lost(at));
    }
    if (type != EV_KEY) {
      return Optional.empty();
    }
    return switch (value) {
      case 0 -> Optional.of(new KeyEvent.Released(code, at));
      case 1 -> Optional.of(new KeyEvent.Pressed(code, at));
      // 2: the kernel's own repeat of a key that is held.
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    file.close();
  }
}
