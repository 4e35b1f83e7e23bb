package dev.punchpost.consumer;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.jspecify.annotations.Nullable;

class PostgresConsumerDatabaseTest extends ConsumerDatabaseContract {
  private static @Nullable PostgresServer server;
  private static String url = "";

  @BeforeAll
  static void start() {
    PostgresServer started = PostgresServer.start();
    server = started;
    url = started.jdbc();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    try (var connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE IF EXISTS punchpost_entry, punchpost_ledger, punchpost_problem");
    }
  }

  @Override
  ConsumerDatabase open() throws SQLException {
    return new ConsumerDatabase(url, new Properties(), nowMs::get);
  }
}
