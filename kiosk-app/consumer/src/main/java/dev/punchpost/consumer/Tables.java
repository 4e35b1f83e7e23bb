package dev.punchpost.consumer;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/// The consumer's tables, in SQL that Derby, PostgreSQL and their kin understand.
final class Tables {
  private static final List<String> ENTRY = List.of("""
      CREATE TABLE punchpost_entry (
        id VARCHAR(36) NOT NULL PRIMARY KEY,
        ledger VARCHAR(36) NOT NULL,
        seq BIGINT NOT NULL,
        site VARCHAR(31) NOT NULL,
        terminal VARCHAR(31) NOT NULL,
        type VARCHAR(200) NOT NULL,
        worker VARCHAR(32),
        event_time VARCHAR(64) NOT NULL,
        body VARCHAR(30000) NOT NULL,
        received_ms BIGINT NOT NULL,
        CONSTRAINT punchpost_entry_once UNIQUE (ledger, seq))""");
  private static final List<String> LEDGER = List.of("""
      CREATE TABLE punchpost_ledger (
        ledger VARCHAR(36) NOT NULL PRIMARY KEY,
        site VARCHAR(31) NOT NULL,
        terminal VARCHAR(31) NOT NULL,
        through_seq BIGINT NOT NULL,
        first_seq BIGINT NOT NULL,
        last_seq BIGINT NOT NULL,
        sent_seq BIGINT NOT NULL,
        holes VARCHAR(4000) NOT NULL,
        again BIGINT NOT NULL,
        verified_seq BIGINT NOT NULL,
        asked_ms BIGINT NOT NULL,
        asked_to BIGINT NOT NULL)""");
  private static final List<String> PROBLEM = List.of("""
      CREATE TABLE punchpost_problem (
        id VARCHAR(36) NOT NULL PRIMARY KEY,
        kind VARCHAR(16) NOT NULL,
        site VARCHAR(31) NOT NULL,
        terminal VARCHAR(31) NOT NULL,
        ledger VARCHAR(36) NOT NULL,
        seq BIGINT NOT NULL,
        detail VARCHAR(1000) NOT NULL,
        seen_ms BIGINT NOT NULL)""");

  private Tables() {}

  /// Makes the tables that are missing.
  static void make(Connection connection) throws SQLException {
    make(connection, "punchpost_entry", ENTRY);
    make(connection, "punchpost_ledger", LEDGER);
    make(connection, "punchpost_problem", PROBLEM);
  }

  private static void make(Connection connection, String table, List<String> statements) throws SQLException {
    if (exists(connection, table)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      // Another instance may have been quicker.
      if (!exists(connection, table)) {
        throw e;
      }
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    String stored = about.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
    boolean found;
    try (ResultSet tables = about.getTables(connection.getCatalog(), connection.getSchema(), stored,
        new String[]{"TABLE"})) {
      found = tables.next();
    }
    connection.commit();
    return found;
  }
}
