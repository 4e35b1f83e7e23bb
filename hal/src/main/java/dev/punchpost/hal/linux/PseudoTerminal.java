package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// A pair of a serial port ([#path()], a real tty device) and its far end, held here (pty(7)). It stands in for a
/// reader on a cable: what is written here is read there, byte for byte, and [#close()] is what pulling the plug is.
///
/// Thread-safe. Closing from another thread ends a blocked read or write here within 0.1 s.
public final class PseudoTerminal implements AutoCloseable {
  private static final long SLICE_NANOS = 50_000_000;
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);

  private final Libc libc;
  private final Path path;
  private final int master;
  private final int slave;

  /// Shared by reads and writes, for a short slice each; [#close()] takes it alone, so that it never takes the
  /// descriptor from under a call. Fair, so that a busy reader does not keep it waiting.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private boolean closed;

  /// Makes a pair. Its port stays open here too, so that a port nobody has opened yet takes bytes and keeps them.
  ///
  /// @throws HalException IO if the system gives none
  public PseudoTerminal(Libc libc) {
    this.libc = libc;
    master = check("posix_openpt",
        libc.posixOpenpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC));
    int opened = -1;
    try (Arena arena = Arena.ofConfined()) {
      check("grantpt", libc.grantpt(master));
      check("unlockpt", libc.unlockpt(master));
      MemorySegment name = arena.allocate(256);
      check("ptsname_r", -libc.ptsname(master, name));
      path = Path.of(name.getString(0));
      opened = check("open", libc.open(path.toString(), Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC));
      check("tcsetattr", libc.makeRaw(opened));
      slave = opened;
    } catch (HalException e) {
      if (opened >= 0) {
        libc.close(opened);
      }
      libc.close(master);
      throw e;
    }
  }

  public static PseudoTerminal open() {
    return new PseudoTerminal(Libc.system());
  }

  /// The port, such as `/dev/pts/3`.
  public Path path() {
    return path;
  }

  /// Sends bytes to whoever reads the port.
  ///
  /// @throws HalException TIMEOUT if nobody takes them and the kernel's buffer is full, IO if closed
  public void write(byte[] bytes) {
    long deadline = System.nanoTime() + WRITE_TIMEOUT.toNanos();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      long sent = 0;
      while (sent < bytes.length) {
        int n = attempt(Libc.POLLOUT, all.asSlice(sent), deadline);
        if (n == 0) {
          throw new HalException(HalException.Kind.TIMEOUT, "nobody reads " + path);
        }
        sent += n;
      }
    }
  }

  /// Waits for bytes from whoever writes to the port.
  ///
  /// @return how many were read, 0 if none came in time
  /// @throws HalException IO if closed
  public int read(byte[] buffer, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(buffer.length);
      int n = attempt(Libc.POLLIN, into, deadline);
      MemorySegment.copy(into, ValueLayout.JAVA_BYTE, 0, buffer, 0, n);
      return n;
    }
  }

  /// Pulls the plug: the port disappears and its reader's reads fail. Idempotent.
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        libc.close(master);
        libc.close(slave);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private int attempt(short direction, MemorySegment bytes, long deadline) {
    while (true) {
      long left = deadline - System.nanoTime();
      int n = slice(direction, bytes, Math.clamp(left, 0, SLICE_NANOS));
      if (n > 0 || left <= 0) {
        return Math.max(0, n);
      }
      if (n < 0 && n != -Libc.EAGAIN) {
        throw failure(direction == Libc.POLLIN ? "read" : "write", n);
      }
    }
  }

  private int slice(short direction, MemorySegment bytes, long nanos) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new HalException(HalException.Kind.IO, path + " is closed");
      }
      int events = libc.poll(master, direction, (int) Math.ceilDiv(nanos, 1_000_000));
      if (events <= 0) {
        return events;
      }
      return direction == Libc.POLLIN ? libc.read(master, bytes) : libc.write(master, bytes);
    } finally {
      lock.readLock().unlock();
    }
  }

  private static int check(String function, int result) {
    if (result < 0) {
      throw failure(function, result);
    }
    return result;
  }

  private static HalException failure(String function, int result) {
    return new HalException(HalException.Kind.IO, "pseudo-terminal: " + function + " failed with error " + -result);
  }
}
