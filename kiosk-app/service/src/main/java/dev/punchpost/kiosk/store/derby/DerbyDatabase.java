package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// One booted database, which is booted again after an error has stopped it. Thread-safe.
final class DerbyDatabase implements AutoCloseable {
  private static final long BOOT_AGAIN_US = 1_000_000;

  /// A connection and the boot it belongs to.
  record Link(Connection connection, int boot) {}

  private final Path path;
  private final Ticker ticker;
  private int boot = 1;
  private boolean stopped;
  private boolean closed;
  private long bootedAt;

  /// @param path of a database that is up
  DerbyDatabase(Path path, Ticker ticker) {
    this.path = path;
    this.ticker = ticker;
    this.bootedAt = ticker.micros() - BOOT_AGAIN_US;
  }

  /// A connection without auto-commit; boots the database if an error has stopped it, at most once a second.
  ///
  /// @param isolation of [Connection]
  synchronized Link connect(int isolation) {
    if (closed) {
      throw new StoreException(Kind.FAILED, "the store is closed", null);
    }
    if (stopped) {
      long now = ticker.micros();
      if (now - bootedAt < BOOT_AGAIN_US) {
        throw new StoreException(Kind.FAILED, "the database has stopped; it is opened again within a second", null);
      }
      bootedAt = now;
      DerbyEngine.shutdown(path);
    }
    try {
      Connection connection = DerbyEngine.connect(path, false);
      stopped = false;
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(isolation);
      return new Link(connection, boot);
    } catch (SQLException e) {
      stopped(boot);
      throw DerbyErrors.starting(e);
    }
  }

  /// Somebody got an error that stops the database.
  ///
  /// @param when the boot of the connection that got it: an old one says nothing about the database of now
  synchronized void stopped(int when) {
    if (when == boot) {
      stopped = true;
      boot++;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      DerbyEngine.shutdown(path);
    }
  }
}
