package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens device files and puts their errors into words.
final class DeviceFile {
  private DeviceFile() {}

  /// The files `prefix0`, `prefix1`, … of a folder that are there, in the order of their numbers; none if there is no
  /// such folder.
  static List<Path> numbered(Path folder, String prefix) {
    // Not java.nio's stream: it opens the folder as a file first, for which umockdev has no answer.
    String[] files = folder.toFile().list();
    if (files == null) {
      return List.of();
    }
    Pattern name = Pattern.compile(Pattern.quote(prefix) + "([0-9]{1,6})");
    TreeMap<Integer, Path> found = new TreeMap<>();
    for (String file : files) {
      Matcher matcher = name.matcher(file);
      if (matcher.matches()) {
        found.put(Integer.valueOf(matcher.group(1)), folder.resolve(file));
      }
    }
    return List.copyOf(found.values());
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
