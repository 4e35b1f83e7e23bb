package dev.punchpost.hal.linux;

import com.fazecast.jSerialComm.SerialPort;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.serial.SerialLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// An open [JSerialPort].
///
/// The kernel counts a tty's read time-out in tenths of a second (termios(3), VTIME), and to change it means to
/// configure the port anew. So it stays at one tenth, and a longer wait is several reads; a shorter one is rounded up.
final class JSerialLink implements SerialLink {
  static final int SLICE_MILLIS = 100;

  private static final int WRITE_CHUNK = 256;
  /// More than this still unsent means that the peer does not take it.
  private static final int UNSENT_LIMIT = 1024;
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CLOSE_PATIENCE = Duration.ofMillis(300);

  private final Path configured;
  private final Path device;
  private final SerialPort port;

  /// Shared by calls, for one slice each; closing takes it alone: jSerialComm would otherwise go on with a descriptor
  /// number that may be somebody else's by then. Fair, so that a busy reader does not keep it waiting.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private volatile boolean closed;

  JSerialLink(Path configured, Path device, SerialPort port) {
    this.configured = configured;
    this.device = device;
    this.port = port;
  }

  @Override
  public int read(byte[] buffer, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    do {
      int n = slice(buffer);
      if (n > 0) {
        return n;
      }
    } while (System.nanoTime() - deadline < 0);
    return 0;
  }

  private int slice(byte[] buffer) {
    lock.readLock().lock();
    try {
      requireOpen();
      int n = port.readBytes(buffer, buffer.length);
      if (n < 0) {
        throw broken(port.getLastErrorCode());
      }
      return n;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void write(byte[] bytes) {
    long deadline = System.nanoTime() + WRITE_TIMEOUT.toNanos();
    for (int sent = 0; sent < bytes.length;) {
      lock.readLock().lock();
      try {
        requireOpen();
        // On a device that has gone the library's write never returns, and takes a whole core: look first.
        int unsent = port.bytesAwaitingWrite();
        if (unsent < 0) {
          throw broken(port.getLastErrorCode());
        }
        // The library's own write time-out is not honoured, so no more is handed over than the kernel surely takes.
        if (unsent <= UNSENT_LIMIT) {
          int n = port.writeBytes(bytes, Math.min(WRITE_CHUNK, bytes.length - sent), sent);
          if (n < 0) {
            throw broken(port.getLastErrorCode());
          }
          sent += n;
          continue;
        }
      } finally {
        lock.readLock().unlock();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new HalException(Kind.TIMEOUT, "the device at " + configured + " does not take what is sent to it");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void discardInput() {
    byte[] dropped = new byte[256];
    lock.readLock().lock();
    try {
      requireOpen();
      int n = port.bytesAvailable();
      while (n > 0) {
        n = port.readBytes(dropped, Math.min(n, dropped.length)) < 0 ? -1 : port.bytesAvailable();
      }
      if (n < 0) {
        throw broken(port.getLastErrorCode());
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean alone = lockAlone();
    try {
      // Without the lock only if a write hangs on a stalled peer, and then closing is what ends it.
      port.closePort();
    } finally {
      if (alone) {
        lock.writeLock().unlock();
      }
    }
  }

  private boolean lockAlone() {
    // A supervisor's thread is interrupted to stop it; that must not turn into an unsafe close.
    boolean interrupted = Thread.interrupted();
    try {
      return lock.writeLock().tryLock(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new HalException(Kind.IO, "reader port " + configured + " is closed");
    }
  }

  /// After an unplug a read ends at once with no error number or EIO, and goes on so for ever.
  private HalException broken(int errno) {
    if (closed) {
      return new HalException(Kind.IO, "reader port " + configured + " is closed");
    }
    if (errno == 0 || errno == Libc.EIO || !Files.exists(device)) {
      return JSerialPort.gone(configured, null);
    }
    return new HalException(Kind.IO, "reader port " + configured + " stopped working (error " + errno + ")");
  }
}
