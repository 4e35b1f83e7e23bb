package dev.punchpost.bench;

import dev.punchpost.kiosk.forward.paho.BareClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The floor of a start: a program that opens a Derby database, commits a row, begins a connection with Paho, and logs
/// with Logback, with nothing of ours. Says `ready:`, inserts so many rows of the size of an entry, a transaction each,
/// says `done:`, and waits to be ended.
final class BareStart {
  private static final Logger log = LoggerFactory.getLogger(BareStart.class);

  private BareStart() {}

  /// @param args folder of the database, made if it is missing; broker as `tcp://host:port`; number of rows
  public static void main(String[] args) throws SQLException, InterruptedException {
    try (var connection = DriverManager.getConnection("jdbc:derby:" + args[0] + ";create=true")) {
      connection.setAutoCommit(false);
      try (var tables = connection.getMetaData().getTables(null, null, "FLOOR", null);
          var statement = connection.createStatement()) {
        if (!tables.next()) {
          statement.execute("CREATE TABLE floor (seq BIGINT GENERATED ALWAYS AS IDENTITY, body VARCHAR(8000))");
        }
        statement.execute("INSERT INTO floor (body) VALUES ('started')");
      }
      connection.commit();
      BareClient.begin(args[1]);
      log.info("ready: the floor");
      insert(connection, Integer.parseInt(args[2]));
      log.info("done: the floor");
      Thread.currentThread().join();
    }
  }

  private static void insert(Connection connection, int rows) throws SQLException {
    String body = "x".repeat(BenchCommand.ENTRY_BYTES);
    try (var insert = connection.prepareStatement("INSERT INTO floor (body) VALUES (?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setString(1, body);
        insert.executeUpdate();
        connection.commit();
      }
    }
  }
}
