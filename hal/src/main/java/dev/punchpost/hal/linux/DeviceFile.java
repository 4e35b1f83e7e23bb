package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.nio.charset.StandardCharsets;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Opens device files and puts their errors into words.
final class DeviceFile {
  /// Minor numbers of a class of devices are given out from 0; after this many that are not there, no more are looked
  /// for. Unplugging leaves holes.
  private static final int HOLES = 64;

  private DeviceFile() {}

  /// The existing ones among `prefix0`, `prefix1`, …. Asked one by one through the C library and not by listing the
  /// folder, so that a library in LD_PRELOAD that stands in for devices is asked too.
  static List<Path> numbered(Libc libc, String prefix) {
    List<Path> found = new ArrayList<>();
    int holes = 0;
    for (int i = 0; holes < HOLES; i++) {
      int fd = libc.open(prefix + i, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
      if (fd >= 0) {
        libc.close(fd);
      }
      if (fd == -Libc.ENOENT || fd == -Libc.ENOTDIR) {
        holes++;
      } else {
        holes = 0;
        found.add(Path.of(prefix + i));
      }
    }
    return found;
  }

  /// @throws HalException NO_DEVICE, PERMISSION, BUSY or IO
  static int open(Libc libc, Path path, int flags) {
    return check(libc.open(path.toString(), flags | Libc.O_CLOEXEC | Libc.O_NONBLOCK), path.toString());
  }

  /// @throws HalException if `result` is the negative of an error number
  static int check(int result, String name) {
    if (result >= 0) {
      return result;
    }
    throw switch (-result) {
      case Libc.ENOENT, Libc.ENOTDIR, Libc.ENODEV, Libc.ENXIO -> new HalException(Kind.NO_DEVICE,
          name + " is not there (unplugged, or wrong path)");
      case Libc.EACCES, Libc.EPERM -> new HalException(Kind.PERMISSION,
          name + " may not be opened by this user (missing group?)");
      case Libc.EBUSY -> new HalException(Kind.BUSY, name + " is in use by another program");
      default -> new HalException(Kind.IO, name + ": failed with error " + -result);
    };
  }

  /// The text in a field of a structure that may, but need not, end with a zero.
  static String text(MemorySegment structure, long from, int length) {
    byte[] bytes = structure.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
