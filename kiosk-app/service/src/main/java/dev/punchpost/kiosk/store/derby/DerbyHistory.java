package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.AccessStore;
import dev.punchpost.kiosk.store.PunchHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Looks things up for commands, one at a time. Entries are read without locks, as [DerbyOutbox] does, up to the newest
/// committed one; what is beside the ledger only when it is committed.
final class DerbyHistory implements PunchHistory, AccessStore, AutoCloseable {
  private static final String PLACES = """
      SELECT seq FROM punch_of --DERBY-PROPERTIES index=PUNCH_OF_WORKER
      WHERE worker = ? AND at_us >= ? AND at_us < ?""";

  private final DerbySession entries;
  private final DerbySession beside;
  private final AtomicLong committed;

  DerbyHistory(DerbyDatabase database, AtomicLong committed) {
    this.entries = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED);
    this.beside = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED);
    this.committed = committed;
  }

  @Override
  public synchronized Optional<StoredEntry> entry(long seq) {
    if (seq > committed.get()) {
      return Optional.empty();
    }
    return in(entries, () -> EntryRows.one(entries, seq));
  }

  @Override
  public synchronized Optional<StoredEntry> correctionOf(long seq) {
    long correction = in(entries, () -> EntryRows.correctionOf(entries, seq));
    return correction == 0 ? Optional.empty() : entry(correction);
  }

  @Override
  public synchronized List<Long> sequences(WorkerId worker, Instant from, Instant to) {
    long through = committed.get();
    return in(entries, () -> {
      PreparedStatement query = entries.statement(PLACES);
      query.setString(1, worker.value());
      query.setLong(2, Micros.of(from));
      query.setLong(3, Micros.of(to));
      List<Long> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          if (row.getLong(1) <= through) {
            found.add(row.getLong(1));
          }
        }
      }
      return found;
    });
  }

  @Override
  public synchronized Access of(WorkerId worker) {
    return in(beside, () -> new AccessRows(beside).of(worker));
  }

  @Override
  public synchronized void close() {
    entries.close();
    beside.close();
  }

  private interface LookUp<T> {
    T run() throws SQLException;
  }

  private static <T> T in(DerbySession session, LookUp<T> lookUp) {
    session.open();
    try {
      T found = lookUp.run();
      session.commit();
      return found;
    } catch (SQLException e) {
      throw session.failed("looking up entries", e);
    }
  }
}
