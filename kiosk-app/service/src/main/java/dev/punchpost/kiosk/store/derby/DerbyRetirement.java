package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.store.EntryRetirement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
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
  private static final String DELETE_CORRECTED = "DELETE FROM corrected WHERE target = ?";
  private static final String DELETE_PLACE = "DELETE FROM punch_of WHERE worker = ? AND at_us = ? AND seq = ?";

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
        removeBeside(seq);
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

  /// What lets the entry be found at its worker goes with it. A last punch stays: the next tap still needs it.
  private void removeBeside(long seq) throws SQLException {
    remove(DELETE_UNIDENTIFIED, seq);
    remove(DELETE_CORRECTED, seq);
    Optional<EntryView> entry = EntryRows.one(session, seq).map(EntryView::of);
    if (entry.isEmpty()) {
      return;
    }
    if (entry.get().punch().isPresent()) {
      removePlace(entry.get().punch().get().worker(), entry.get().time(), seq);
    }
    Optional<EntryView.Correction> correction = entry.get().correction();
    if (correction.isPresent()) {
      for (Optional<EntryView.Punched> place : List.of(correction.get().was(), correction.get().now())) {
        if (place.isPresent()) {
          removePlace(place.get().worker(), place.get().time(), seq);
        }
      }
    }
  }

  private void removePlace(String worker, OffsetDateTime time, long seq) throws SQLException {
    PreparedStatement delete = session.statement(DELETE_PLACE);
    delete.setString(1, worker);
    delete.setLong(2, Micros.of(time.toInstant()));
    delete.setLong(3, seq);
    delete.executeUpdate();
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
