package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.SealedFinger;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.FingerStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Looks up what is committed of fingers, one call at a time.
final class DerbyFingers implements FingerStore, AutoCloseable {
  private static final String ALL = """
      SELECT reader, place, worker, version, seq, sealed FROM fingers --DERBY-PROPERTIES constraint=FINGERS_PK
      ORDER BY reader, place""";
  private static final String ACTIVE = """
      SELECT active FROM workers --DERBY-PROPERTIES constraint=WORKERS_PK
      WHERE version = ? AND worker = ?""";
  private static final String OWED = "SELECT reader, place, worker FROM finger_erasures ORDER BY reader, place";

  private final DerbySession session;
  private final AtomicLong roster;

  /// @param roster version in force
  DerbyFingers(DerbyDatabase database, AtomicLong roster) {
    this.session = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED);
    this.roster = roster;
  }

  @Override
  public synchronized Optional<Consent> consent(WorkerId worker) {
    return in(() -> new FingerRows(session).consent(worker));
  }

  @Override
  public synchronized List<Stored> all() {
    return in(() -> {
      while (true) {
        long version = roster.get();
        List<Stored> found = all(version);
        // A roster that is replaced meanwhile may have lost its rows already, and nobody would be active.
        if (version == roster.get()) {
          return found;
        }
      }
    });
  }

  private List<Stored> all(long version) throws SQLException {
    List<Stored> found = new ArrayList<>();
    try (ResultSet row = session.statement(ALL).executeQuery()) {
      while (row.next()) {
        found.add(new Stored(new WorkerId(row.getString(3)), new ReaderName(row.getString(1)), row.getInt(2),
            row.getInt(4), row.getLong(5), true, new SealedFinger(row.getBytes(6))));
      }
    }
    List<Stored> known = new ArrayList<>();
    for (Stored it : found) {
      known.add(new Stored(it.worker(), it.reader(), it.place(), it.version(), it.seq(),
          active(version, it.worker()) && new FingerRows(session).consent(it.worker()).isPresent(), it.sealed()));
    }
    return known;
  }

  private boolean active(long version, WorkerId worker) throws SQLException {
    PreparedStatement query = session.statement(ACTIVE);
    query.setLong(1, version);
    query.setString(2, worker.value());
    try (ResultSet row = query.executeQuery()) {
      return row.next() && row.getInt(1) != 0;
    }
  }

  @Override
  public synchronized List<Owed> owed() {
    return in(() -> {
      List<Owed> found = new ArrayList<>();
      try (ResultSet row = session.statement(OWED).executeQuery()) {
        while (row.next()) {
          found.add(new Owed(new WorkerId(row.getString(3)), new ReaderName(row.getString(1)), row.getInt(2)));
        }
      }
      return found;
    });
  }

  private interface LookUp<T> {
    T run() throws SQLException;
  }

  private <T> T in(LookUp<T> lookUp) {
    session.open();
    try {
      T found = lookUp.run();
      session.commit();
      return found;
    } catch (SQLException e) {
      throw session.failed("looking up fingers", e);
    }
  }

  @Override
  public synchronized void close() {
    session.close();
  }
}
