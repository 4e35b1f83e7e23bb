package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.SetAside;
import dev.punchpost.kiosk.store.SetAsideList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Rows of `outbox_set_aside`, on a connection of its own: the forwarder writes them, commands read them and ask for
/// another try. Thread-safe.
final class DerbySetAsideList implements SetAsideList, AutoCloseable {
  private static final String LIST = """
      SELECT s.seq, l.type, s.reason, s.tries, s.at_us, s.again FROM outbox_set_aside s
      JOIN ledger l ON l.seq = s.seq ORDER BY s.seq""";

  private final DerbySession session;
  private final FreeSpace space;

  DerbySetAsideList(DerbyDatabase database, FreeSpace space) {
    this.session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED);
    this.space = space;
  }

  @Override
  public synchronized List<SetAside> list() {
    session.open();
    List<SetAside> all = new ArrayList<>();
    try (ResultSet row = session.statement(LIST).executeQuery()) {
      while (row.next()) {
        all.add(new SetAside(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4),
            Instant.EPOCH.plus(row.getLong(5), ChronoUnit.MICROS), row.getInt(6) != 0));
      }
    } catch (SQLException e) {
      throw session.failed("reading what is set aside", e);
    }
    session.rollback();
    return all;
  }

  @Override
  public synchronized void add(long seq, int reason, int tries, Instant at) {
    space.requireForMark();
    session.open();
    try {
      PreparedStatement update = session
          .statement("UPDATE outbox_set_aside SET reason = ?, tries = ?, at_us = ?, again = 0 WHERE seq = ?");
      set(update, seq, reason, tries, at);
      if (update.executeUpdate() == 0) {
        PreparedStatement insert = session
            .statement("INSERT INTO outbox_set_aside (reason, tries, at_us, seq) VALUES (?, ?, ?, ?)");
        set(insert, seq, reason, tries, at);
        insert.executeUpdate();
      }
      session.commit();
    } catch (SQLException e) {
      throw session.failed("setting an entry aside", e);
    }
  }

  private static void set(PreparedStatement statement, long seq, int reason, int tries, Instant at)
      throws SQLException {
    statement.setInt(1, reason);
    statement.setInt(2, tries);
    statement.setLong(3, Micros.of(at));
    statement.setLong(4, seq);
  }

  @Override
  public synchronized int again(OptionalLong seq) {
    space.requireForMark();
    session.open();
    try {
      PreparedStatement update = session.statement(
          "UPDATE outbox_set_aside SET again = 1" + (seq.isPresent() ? " WHERE seq = ?" : ""));
      if (seq.isPresent()) {
        update.setLong(1, seq.getAsLong());
      }
      int marked = update.executeUpdate();
      session.commit();
      return marked;
    } catch (SQLException e) {
      throw session.failed("marking entries to be sent again", e);
    }
  }

  @Override
  public synchronized void remove(long seq) {
    space.requireForMark();
    session.open();
    try {
      PreparedStatement delete = session.statement("DELETE FROM outbox_set_aside WHERE seq = ?");
      delete.setLong(1, seq);
      delete.executeUpdate();
      session.commit();
    } catch (SQLException e) {
      throw session.failed("taking an entry off the list", e);
    }
  }

  @Override
  public synchronized void close() {
    session.close();
  }
}
