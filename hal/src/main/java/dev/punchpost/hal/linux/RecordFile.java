package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// A device file that gives records of one size, read by one thread. [#close()] may come from any thread and ends a
/// wait within 0.1 s.
final class RecordFile implements AutoCloseable {
  private static final int SLICE_MILLIS = 100;
  private static final int RECORDS = 64;

  private final Libc libc;
  private final int fd;
  private final int size;
  private final String name;
  private final MemorySegment buffer;
  private long filled;
  private long taken;

  /// Shared by a wait, for a slice; [#close()] takes it alone, so that it never takes the descriptor from under a
  /// call. Fair, so that a busy reader does not keep it waiting.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private boolean closed;

  /// @param fd open for reading; belongs to this object from now on
  /// @param size bytes of a record
  /// @param name stands in messages
  RecordFile(Libc libc, int fd, int size, String name) {
    this.libc = libc;
    this.fd = fd;
    this.size = size;
    this.name = name;
    buffer = Arena.ofAuto().allocate((long) size * RECORDS, 8);
  }

  /// Whether the next call would have to ask the kernel.
  boolean empty() {
    return filled - taken < size;
  }

  /// Waits for a record.
  ///
  /// @param timeout zero only looks
  /// @return a view that is valid until the next call
  /// @throws HalException NO_DEVICE if the device is gone, IO if reading fails or this is closed
  Optional<MemorySegment> next(Duration timeout) {
    if (empty() && !fill(System.nanoTime() + timeout.toNanos())) {
      return Optional.empty();
    }
    MemorySegment record = buffer.asSlice(taken, size);
    taken += size;
    return Optional.of(record);
  }

  private boolean fill(long deadline) {
    // What is there of a record whose rest has not come goes to the front.
    MemorySegment.copy(buffer, taken, buffer, 0, filled - taken);
    filled -= taken;
    taken = 0;
    while (true) {
      long millis = Math.max(0, Math.ceilDiv(deadline - System.nanoTime(), 1_000_000));
      slice((int) Math.min(millis, SLICE_MILLIS));
      if (!empty()) {
        return true;
      }
      if (deadline - System.nanoTime() <= 0) {
        return false;
      }
    }
  }

  private void slice(int millis) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new HalException(Kind.IO, name + " is closed");
      }
      int events = libc.poll(fd, Libc.POLLIN, millis);
      if (events == 0) {
        return;
      }
      int n = events < 0 ? events : libc.read(fd, buffer.asSlice(filled));
      if (n == -Libc.EAGAIN && events == Libc.POLLIN) {
        return;
      }
      if (n <= 0) {
        throw failure(n);
      }
      filled += n;
    } finally {
      lock.readLock().unlock();
    }
  }

  private HalException failure(int result) {
    // End of file, and "try again" from a device that says it has hung up, are a device that is gone as well.
    return switch (-result) {
      case 0, Libc.EAGAIN, Libc.ENODEV, Libc.ENXIO -> new HalException(Kind.NO_DEVICE, name + " has gone (unplugged?)");
      default -> new HalException(Kind.IO, name + ": reading failed with error " + -result);
    };
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        libc.close(fd);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
