package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.StoreException;
import java.sql.Connection;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection with its prepared statements, kept open, and opened anew after any error: errors are rare here, and a
/// fresh connection is the one state that is known. One thread.
final class DerbySession implements AutoCloseable {
  private final DerbyDatabase database;
  private final int isolation;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private DerbyDatabase.@Nullable Link link;

  /// @param isolation of [Connection]
  DerbySession(DerbyDatabase database, int isolation) {
    this.database = database;
    this.isolation = isolation;
  }

  /// @return whether the connection is a new one, so that what was remembered from the old one may be wrong
  /// @throws StoreException if the database cannot be opened
  boolean open() {
    if (link != null) {
      return false;
    }
    link = database.connect(isolation);
    return true;
  }

  /// The statement, prepared at its first use. The caller sets all its parameters and closes its results.
  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection().prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /// A procedure's call, for once; the caller closes it.
  CallableStatement call(String sql) throws SQLException {
    return connection().prepareCall(sql);
  }

  /// Brings the schema up to date.
  void migrate() throws SQLException {
    Migrations.apply(connection());
  }

  void commit() throws SQLException {
    connection().commit();
  }

  /// Ends the transaction without its changes. Never throws.
  void rollback() {
    if (link != null) {
      try {
        link.connection().rollback();
      } catch (SQLException e) {
        abandon(e);
      }
    }
  }

  /// Rolls back, leaves the connection and gives the exception to throw.
  StoreException failed(String what, SQLException e) {
    StoreException failure = DerbyErrors.working(what, e);
    abandon(e);
    return failure;
  }

  /// Never throws.
  @Override
  public void close() {
    DerbyDatabase.Link left = link;
    link = null;
    statements.clear();
    if (left != null) {
      try {
        left.connection().rollback();
        left.connection().close();
      } catch (SQLException e) {
        // A transaction that cannot be ended would keep its locks for ever.
        database.stopped(left.boot());
      }
    }
  }

  private void abandon(SQLException e) {
    DerbyDatabase.Link left = link;
    if (left != null && DerbyErrors.stopsDatabase(e)) {
      database.stopped(left.boot());
    }
    close();
  }

  private Connection connection() {
    if (link == null) {
      throw new IllegalStateException("the session is not open");
    }
    return link.connection();
  }
}
