package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.EntryRetirement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;

/// Removes rows at the old end of the ledger. The punch thread writes at the new end: locks of rows never meet, as long
/// as a batch stays below Derby's lock escalation (5000).
final class DerbyRetirement implements EntryRetirement, AutoCloseable {
  private static final int MOST_AT_ONCE = 1_000;
  private static final String OLDEST = "SELECT MIN(seq) FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK\n";
  // One by one: a DELETE cannot name its index, and for an equal key Derby takes it unasked.
  private static final String DELETE = "DELETE FROM ledger WHERE seq = ?";
  private static final String DELETE_UNIDENTIFIED = "DELETE FROM unidentified WHERE seq = ?";

  private final DerbySession session;
  private final FreeSpace space;
  private final AtomicLong committed;
  private final Lock removing;

  /// @param removing not to be had while somebody reads the ledger
  DerbyRetirement(DerbyDatabase database, FreeSpace space, AtomicLong committed, Lock removing) {
    this.session = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED);
    this.space = space;
    this.committed = committed;
    this.removing = removing;
  }

  @Override
  public synchronized long retiredThrough() {
    session.open();
    try {
      long through = DerbyContents.retiredThrough(session);
      session.commit();
      return through;
    } catch (SQLException e) {
      throw session.failed("reading what was retired", e);
    }
  }

  @Override
  public synchronized long oldest() {
    session.open();
    try {
      long oldest = readOldest();
      session.commit();
      return oldest;
    } catch (SQLException e) {
      throw session.failed("finding the oldest entry", e);
    }
  }

  private long readOldest() throws SQLException {
    try (ResultSet row = session.statement(OLDEST).executeQuery()) {
      row.next();
      long seq = row.getLong(1);
      return row.wasNull() ? committed.get() + 1 : seq;
    }
  }

  @Override
  public synchronized int removeSome(int limit) {
    if (!removing.tryLock()) {
      return 0;
    }
    try {
      space.requireForMark();
      session.open();
      long first = readOldest();
      long last = Math.min(first + Math.min(limit, MOST_AT_ONCE) - 1, DerbyContents.retiredThrough(session));
      int removed = 0;
      for (long seq = first; seq <= last; seq++) {
        remove(DELETE_UNIDENTIFIED, seq);
        removed += remove(DELETE, seq);
      }
      session.commit();
      return removed;
    } catch (SQLException e) {
      throw session.failed("removing retired entries", e);
    } finally {
      removing.unlock();
    }
  }

  private int remove(String sql, long seq) throws SQLException {
    PreparedStatement delete = session.statement(sql);
    delete.setLong(1, seq);
    return delete.executeUpdate();
  }

  @Override
  public synchronized void close() {
    session.close();
  }
}
