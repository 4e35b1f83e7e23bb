package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Refuses work before the disk is full. Asks the file system at most once a second. Thread-safe.
final class FreeSpace {
  private static final long ASK_AGAIN_US = 1_000_000;
  private static final long TO_OPEN = 8L << 20;

  private final Path directory;
  private final FileStore fileSystem;
  private final long minimum;
  private final Ticker ticker;
  private long askedAt;
  private long usable;

  FreeSpace(Path directory, long minimum, Ticker ticker) {
    this.directory = directory;
    this.minimum = minimum;
    this.ticker = ticker;
    try {
      this.fileSystem = Files.getFileStore(directory);
    } catch (IOException e) {
      throw new StoreException(Kind.FAILED, "the file system of " + directory + " cannot be asked", e);
    }
    ask(ticker.micros());
  }

  /// @throws StoreException FULL
  void requireForEntries() {
    require(minimum);
  }

  /// The delivery mark may use half of what is kept free, so that a full terminal that can still deliver does not
  /// deliver the same entries again after each restart.
  ///
  /// @throws StoreException FULL
  void requireForMark() {
    require(minimum / 2);
  }

  /// Room for the log that a recovery writes.
  ///
  /// @throws StoreException FULL
  void requireToOpen() {
    require(Math.min(minimum, TO_OPEN));
  }

  private synchronized void require(long bytes) {
    long now = ticker.micros();
    if (now - askedAt >= ASK_AGAIN_US) {
      ask(now);
    }
    if (usable < bytes) {
      throw new StoreException(Kind.FULL, "only " + (usable >> 20) + " MiB are free in " + directory + ", "
          + (bytes >> 20) + " MiB are kept free", null);
    }
  }

  private void ask(long now) {
    try {
      usable = fileSystem.getUsableSpace();
      askedAt = now;
    } catch (IOException e) {
      throw new StoreException(Kind.FAILED, "the free space of " + directory + " cannot be read", e);
    }
  }
}
