package dev.punchpost.kiosk.store.derby;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to this software's schema: numbered SQL files, each in a transaction of its own.
///
/// Migrations only add (tables, nullable columns, indexes), so a database of newer software is taken as it is: its
/// entries can be read and written by this one. (Flyway does the same in a second of start-up.)
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final List<String> FILES = List.of("V1__ledger.sql");

  private Migrations() {}

  /// Makes the table that counts, in a new database.
  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE schema_version (version INT NOT NULL PRIMARY KEY, applied TIMESTAMP NOT NULL)");
    }
    connection.commit();
  }

  /// @param connection without auto-commit
  static void apply(Connection connection) throws SQLException {
    int found = version(connection);
    if (found > FILES.size()) {
      LOG.info("the store's schema is version {}, newer than this software's {}", found, FILES.size());
    }
    for (int version = found + 1; version <= FILES.size(); version++) {
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements(FILES.get(version - 1))) {
          statement.execute(sql);
        }
      }
      try (PreparedStatement done = connection
          .prepareStatement("INSERT INTO schema_version VALUES (?, CURRENT_TIMESTAMP)")) {
        done.setInt(1, version);
        done.executeUpdate();
      }
      connection.commit();
    }
  }

  private static int version(Connection connection) throws SQLException {
    int version;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM schema_version")) {
      rows.next();
      version = rows.getInt(1);
    }
    connection.commit();
    return version;
  }

  /// The statements of a file: `--` comments to the end of the line, a semicolon at the end of each statement's last
  /// line.
  private static List<String> statements(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
      return Arrays.stream(text.split(";(?:\\n|$)")).map(String::strip).filter(sql -> !sql.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
