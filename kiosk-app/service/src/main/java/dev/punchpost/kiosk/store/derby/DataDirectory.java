package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.DataLock;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The data directory, held by this process: 0700, files 0600, with a lock file that names the holder's pid.
///
/// The lock is the kernel's, so it ends with the process however that ends. It also ends when this process closes the
/// lock file anywhere (fcntl(2)), so nobody in here may open that file a second time: hence [#HELD].
final class DataDirectory implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
      .withZone(ZoneOffset.UTC);

  /// Directories that this process holds.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Path real;
  private final FileChannel lockFile;

  private DataDirectory(Path directory, Path real, FileChannel lockFile) {
    this.directory = directory;
    this.real = real;
    this.lockFile = lockFile;
  }

  /// Makes the directory if it is missing, and takes it.
  ///
  /// @throws StoreException IN_USE, PERMISSION or FAILED
  static DataDirectory take(Path directory) {
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
      mustBeOurs(directory);
      Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
      Path real = directory.toRealPath();
      if (!HELD.add(real)) {
        throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
      }
      try {
        return new DataDirectory(directory, real, lock(directory.resolve(DataLock.FILE)));
      } catch (IOException | RuntimeException e) {
        HELD.remove(real);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(Kind.FAILED, directory + " is not a directory", e);
    } catch (IOException e) {
      throw failed("the data directory " + directory + " cannot be used", e);
    }
  }

  Path database() {
    return directory.resolve("db");
  }

  /// Where a database is made; it gets its name when it is whole.
  Path databaseInTheMaking() {
    return directory.resolve("db.new");
  }

  /// Whether every file of the database may be written. Derby opens a database that it may not write as a read-only
  /// one, and says so at the first punch only.
  ///
  /// @throws StoreException PERMISSION, naming the file
  void databaseMustBeWritable() {
    try (Stream<Path> files = Files.walk(database())) {
      files.filter(file -> !Files.isWritable(file)).findFirst().ifPresent(file -> {
        throw new StoreException(Kind.PERMISSION, file + " may not be written by this user", null);
      });
    } catch (UncheckedIOException e) {
      throw failed("the database's files cannot be listed", e);
    } catch (IOException e) {
      throw failed("the database's files cannot be listed", e);
    }
  }

  /// Whether the transaction log is there. Derby boots without one as if nothing had been in it, and the sequences of
  /// the entries that were would be given to others.
  ///
  /// @throws StoreException DAMAGED
  void databaseMustHaveItsLog() {
    Path log = database().resolve("log");
    boolean control = Files.exists(log.resolve("log.ctrl")) || Files.exists(log.resolve("logmirror.ctrl"));
    try (Stream<Path> files = control ? Files.list(log) : Stream.empty()) {
      if (files.noneMatch(file -> file.toString().endsWith(".dat"))) {
        throw new StoreException(Kind.DAMAGED, "the transaction log is missing in " + log, null);
      }
    } catch (IOException e) {
      throw failed("the transaction log cannot be listed", e);
    }
  }

  /// Takes away every right of group and others, for files that were there before.
  void restrict() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isSymbolicLink(file)) {
          continue;
        }
        Set<PosixFilePermission> wanted = Files.isDirectory(file) ? OWNER_ONLY_DIRECTORY : OWNER_ONLY_FILE;
        if (Files.isDirectory(file) || Files.isRegularFile(file)) {
          if (!Files.getPosixFilePermissions(file).equals(wanted)) {
            Files.setPosixFilePermissions(file, wanted);
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw failed("the data directory's rights cannot be set", e);
    } catch (IOException e) {
      throw failed("the data directory's rights cannot be set", e);
    }
  }

  /// Moves the database out of the way under a name with the time; nothing of it is deleted.
  Path setDatabaseAside(Instant now) {
    String name = "db.damaged-" + STAMP.format(now);
    Path target = directory.resolve(name);
    for (int i = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
      target = directory.resolve(name + "-" + i);
    }
    move(database(), target);
    return target;
  }

  /// Gives the new database its name. From here on it is the database, also after a power cut.
  void adoptNewDatabase() {
    move(databaseInTheMaking(), database());
  }

  /// Removes what a power cut left of a database in the making; it never held an entry.
  void clearDatabaseInTheMaking() {
    Path half = databaseInTheMaking();
    if (!Files.exists(half, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(half)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw failed("what was left in " + half + " cannot be removed", e);
    } catch (IOException e) {
      throw failed("what was left in " + half + " cannot be removed", e);
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
      HELD.remove(real);
    } catch (IOException e) {
      throw failed("the lock cannot be given back", e);
    }
  }

  private void move(Path from, Path to) {
    try {
      Files.move(from, to);
      try (FileChannel self = FileChannel.open(directory, StandardOpenOption.READ)) {
        self.force(true);
      }
    } catch (IOException e) {
      throw failed(from + " cannot be renamed to " + to.getFileName(), e);
    }
  }

  private static void mustBeOurs(Path directory) throws IOException {
    Object owner = Files.getAttribute(directory, "unix:uid");
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!owner.equals(self)) {
      throw new StoreException(Kind.PERMISSION, directory + " belongs to " + Files.getOwner(directory)
          + "; run this as that user", null);
    }
    if (!Files.isWritable(directory)) {
      throw new StoreException(Kind.PERMISSION, directory + " may not be written by this user", null);
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE));
    try {
      if (channel.tryLock() == null) {
        throw inUse(file.resolveSibling(""), holder(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static StoreException inUse(Path directory, String pid) {
    return new StoreException(Kind.IN_USE, directory + " is in use by process " + pid, null);
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "(unknown)" : pid;
  }

  private static StoreException failed(String what, Exception e) {
    String message = String.valueOf(e.getMessage());
    boolean permission = e instanceof AccessDeniedException || e.getCause() instanceof AccessDeniedException
        || message.contains("Read-only file system") || message.contains("Operation not permitted");
    boolean full = message.contains("No space left");
    Kind kind = permission ? Kind.PERMISSION : full ? Kind.FULL : Kind.FAILED;
    return new StoreException(kind, what + ": " + message, e);
  }
}
