package dev.punchpost.kiosk.store.derby;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.derby.jdbc.EmbeddedDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Derby engine of this JVM: its properties, and how a database is booted and shut down.
///
/// Properties are the JVM's and are read once, when the first database is booted; one given with `-D` wins, which is
/// how `bench` tries others.
public final class DerbyEngine {
  /// Bytes after which the transaction log begins a new file, and of log between checkpoints.
  static final int LOG_FILE = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(DerbyEngine.class);

  static {
    // Small, so that little has to be replayed after a power cut; not smaller, because each new log file is filled with
    // zeros in advance, and that should happen to fewer than one punch in a hundred.
    preset("derby.storage.logSwitchInterval", Integer.toString(LOG_FILE));
    preset("derby.storage.checkpointInterval", Integer.toString(LOG_FILE));
    preset("derby.storage.pageSize", "4096");
    // 4 MB of the 64 MB heap.
    preset("derby.storage.pageCacheSize", "1000");
    // Files for their owner only.
    preset("derby.storage.useDefaultFilePermissions", "false");
    // Reads whole tables when it likes; every statement names its index.
    preset("derby.storage.indexStats.auto", "false");
    preset("derby.language.statementCache.size", "40");
    // No derby.log: what it has to say goes to the service's log, at TRACE.
    preset("derby.stream.error.method", DerbyEngine.class.getName() + ".errorStream");
    // A punch never waits for a reader; the roster's last step is over in milliseconds.
    preset("derby.locks.waitTimeout", "5");
    preset("derby.locks.deadlockTimeout", "2");
    // Where Derby looks for derby.properties: a folder that is there before the configuration is known, and where only
    // root can put one; the working directory might be anybody's.
    preset("derby.system.home", "/");
  }

  private DerbyEngine() {}

  /// Called by Derby, by name.
  public static Writer errorStream() {
    return new LogWriter();
  }

  /// Boots the engine, without a database: a fifth of a second that a start can spend beside other work. Any thread; what
  /// needs the engine waits for it.
  public static synchronized EmbeddedDriver boot() {
    return new EmbeddedDriver();
  }

  /// Boots the database if it is not up.
  static Connection connect(Path database, boolean create) throws SQLException {
    Connection connection = boot().connect("jdbc:derby:" + database.toAbsolutePath()
        + (create ? ";create=true" : ""), new Properties());
    if (connection == null) {
      throw new SQLException("Derby does not take the URL");
    }
    return connection;
  }

  /// Ends the database in this JVM, whatever state it is in. Afterwards it may be booted again.
  static void shutdown(Path database) {
    try {
      boot().connect("jdbc:derby:" + database.toAbsolutePath() + ";shutdown=true", new Properties());
    } catch (SQLException e) {
      // 08006 is how Derby says that it went well; anything else says that it was not up, or not to be saved.
      if (!"08006".equals(e.getSQLState())) {
        LOG.debug("shutting the database down: {}", e.getSQLState());
      }
    }
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static final class LogWriter extends Writer {
    private final StringBuilder line = new StringBuilder();

    @Override
    public synchronized void write(char[] text, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (text[i] == '\n') {
          LOG.trace("{}", line);
          line.setLength(0);
        } else if (line.length() < 500) {
          // Cut, because Derby dumps whole pages.
          line.append(text[i]);
        }
      }
    }

    @Override
    public void flush() throws IOException {}

    @Override
    public void close() throws IOException {}
  }
}
