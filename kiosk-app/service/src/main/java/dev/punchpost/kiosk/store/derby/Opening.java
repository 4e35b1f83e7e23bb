package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a database is opened, made, or set aside.
///
/// @param database up, with this software's schema or a newer one
/// @param contents what is in it
/// @param setAside where a damaged one was put
record Opening(DerbyDatabase database, DerbyContents contents, Optional<Path> setAside) {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  static Opening of(StoreOptions options, DataDirectory directory, FreeSpace space) {
    space.requireToOpen();
    directory.clearDatabaseInTheMaking();
    Optional<Path> setAside = Optional.empty();
    if (Files.exists(directory.database(), LinkOption.NOFOLLOW_LINKS)) {
      try {
        return boot(options, directory, setAside);
      } catch (StoreException e) {
        if (e.kind() != Kind.DAMAGED) {
          throw e;
        }
        // A disk that has just become full damages nothing, but looks like it.
        space.requireToOpen();
        Path path = directory.setDatabaseAside(options.wall().instant());
        LOG.error("the database is damaged and was put aside as {}; a new ledger begins: {}", path, e.getMessage());
        setAside = Optional.of(path);
      }
    }
    make(directory, options.wall().instant());
    return boot(options, directory, setAside);
  }

  private static Opening boot(StoreOptions options, DataDirectory directory, Optional<Path> setAside) {
    directory.databaseMustBeWritable();
    directory.databaseMustHaveItsLog();
    DerbyDatabase database = new DerbyDatabase(directory.database(), options.ticker());
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED)) {
      session.open();
      try {
        session.migrate();
        return new Opening(database, DerbyContents.read(session), setAside);
      } catch (SQLException e) {
        throw session.failed("the database cannot be read", e);
      }
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  /// Made under another name and renamed when it is whole: a power cut leaves a database or none, never half of one.
  private static void make(DataDirectory directory, Instant now) {
    Path path = directory.databaseInTheMaking();
    try (Connection connection = DerbyEngine.connect(path, true)) {
      connection.setAutoCommit(false);
      Migrations.prepare(connection);
      Migrations.apply(connection);
      try (PreparedStatement insert = connection
          .prepareStatement("INSERT INTO ledger_meta (ledger, created) VALUES (?, ?)")) {
        insert.setString(1, UUID.randomUUID().toString());
        insert.setTimestamp(2, Timestamp.from(now));
        insert.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw DerbyErrors.working("a database cannot be made in " + path.getParent(), e);
    } finally {
      DerbyEngine.shutdown(path);
    }
    directory.adoptNewDatabase();
  }
}
