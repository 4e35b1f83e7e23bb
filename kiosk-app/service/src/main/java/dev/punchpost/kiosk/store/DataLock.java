package dev.punchpost.kiosk.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Who has a data directory for itself: its store holds a lock on a file in it as long as it is open.
public final class DataLock {
  /// The file's name in the data directory.
  public static final String FILE = "lock";
  private static final Path LOCKS = Path.of("/proc/locks");

  private DataLock() {}

  /// Looks only, from outside: a lock of our own, however short, could be in the way of a service that is just starting,
  /// and a process that closes the file loses its lock on it.
  ///
  /// @return the number of the process; empty if none has it, or this user may not look
  public static OptionalLong holder(Path directory) {
    try {
      String inode = ":" + Files.getAttribute(directory.resolve(FILE), "unix:ino");
      // proc_locks(5): number, kind, advisory or not, access, process, device and inode, range.
      return Files.readAllLines(LOCKS).stream().map(line -> line.strip().split("\\s+"))
          .filter(lock -> lock.length > 5 && lock[3].equals("WRITE") && lock[5].endsWith(inode))
          .mapToLong(lock -> Long.parseLong(lock[4])).findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
