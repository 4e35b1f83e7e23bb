package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.LedgerRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Reads the ledger row by row, each call on a connection of its own and without locks, as [DerbyOutbox] does.
final class DerbyLedgerReader implements LedgerReader {
  private final DerbyDatabase database;
  private final AtomicLong committed;
  private final Lock reading;

  /// @param reading held while rows are read, so that none of them is removed under the reader
  DerbyLedgerReader(DerbyDatabase database, AtomicLong committed, Lock reading) {
    this.database = database;
    this.committed = committed;
    this.reading = reading;
  }

  @Override
  public void forEachRow(long first, long last, Predicate<LedgerRow> more) {
    reading.lock();
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED)) {
      session.open();
      try {
        PreparedStatement query = session.statement(EntryRows.ROWS);
        query.setLong(1, first);
        query.setLong(2, Math.min(last, committed.get()));
        try (ResultSet row = query.executeQuery()) {
          boolean wanted = true;
          while (wanted && row.next()) {
            wanted = more.test(EntryRows.row(row));
          }
        }
      } catch (SQLException e) {
        throw session.failed("reading the ledger", e);
      }
    } finally {
      reading.unlock();
    }
  }

  @Override
  public OptionalLong firstAt(Instant time) {
    return sequence(EntryRows.FIRST_AT, time);
  }

  @Override
  public OptionalLong lastBefore(Instant time) {
    return sequence(EntryRows.LAST_BEFORE, time);
  }

  private OptionalLong sequence(String sql, Instant time) {
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED)) {
      session.open();
      try {
        PreparedStatement query = session.statement(sql);
        query.setLong(1, Micros.of(time));
        try (ResultSet row = query.executeQuery()) {
          row.next();
          long seq = row.getLong(1);
          return row.wasNull() || seq > committed.get() ? OptionalLong.empty() : OptionalLong.of(seq);
        }
      } catch (SQLException e) {
        throw session.failed("reading the ledger", e);
      }
    }
  }

  @Override
  public void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer) {
    long first = fromSeq;
    long through = committed.get();
    long start = from.map(Micros::of).orElse(Long.MIN_VALUE);
    long end = to.map(Micros::of).orElse(Long.MAX_VALUE);
    boolean timed = from.isPresent() || to.isPresent();
    reading.lock();
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED)) {
      session.open();
      try {
        if (timed) {
          PreparedStatement bounds = session.statement(EntryRows.SEQUENCES_OF_TIME);
          bounds.setLong(1, start);
          bounds.setLong(2, end);
          try (ResultSet row = bounds.executeQuery()) {
            row.next();
            first = Math.max(first, row.getLong(1));
            // NULL for an empty range reads as 0, which ends before it begins.
            through = Math.min(through, row.getLong(2));
          }
        }
        if (first > through) {
          return;
        }
        PreparedStatement query = session.statement(timed ? EntryRows.RANGE_IN_TIME : EntryRows.RANGE);
        query.setLong(1, first);
        query.setLong(2, through);
        if (timed) {
          query.setLong(3, start);
          query.setLong(4, end);
        }
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            consumer.accept(EntryRows.entry(row));
          }
        }
      } catch (SQLException e) {
        throw session.failed("reading the ledger", e);
      }
    } finally {
      reading.unlock();
    }
  }

  @Override
  public List<StoredEntry> range(long first, long last) {
    long through = Math.min(last, committed.get());
    if (first > through) {
      return List.of();
    }
    reading.lock();
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED)) {
      session.open();
      try {
        PreparedStatement query = session.statement(EntryRows.RANGE);
        query.setLong(1, first);
        query.setLong(2, through);
        List<StoredEntry> entries = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            entries.add(EntryRows.entry(row));
          }
        }
        return entries;
      } catch (SQLException e) {
        throw session.failed("reading the ledger", e);
      }
    } finally {
      reading.unlock();
    }
  }

  /// Read committed: a row of this table is changed by each punch, and half of a change must not be seen.
  @Override
  public SortedMap<String, LastPunch> lastPunches(String after, int limit) {
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED)) {
      session.open();
      try {
        PreparedStatement query = session.statement(EntryRows.LAST_PUNCHES);
        query.setString(1, after);
        query.setInt(2, limit);
        SortedMap<String, LastPunch> page = new TreeMap<>();
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            page.put(row.getString(8), EntryRows.lastPunch(row));
          }
        }
        return page;
      } catch (SQLException e) {
        throw session.failed("reading the newest punches", e);
      }
    }
  }
}
