package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.timeline.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
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
    reading(session -> {
      PreparedStatement query = session.statement(EntryRows.ROWS);
      query.setLong(1, first);
      query.setLong(2, Math.min(last, committed.get()));
      try (ResultSet row = query.executeQuery()) {
        boolean wanted = true;
        while (wanted && row.next()) {
          wanted = more.test(EntryRows.row(row));
        }
      }
      return last;
    });
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
    return reading(session -> {
      PreparedStatement query = session.statement(sql);
      query.setLong(1, Micros.of(time));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        long seq = row.getLong(1);
        return row.wasNull() || seq > committed.get() ? OptionalLong.empty() : OptionalLong.of(seq);
      }
    });
  }

  @Override
  public void forEach(long fromSeq, Optional<Instant> from, Optional<Instant> to, Consumer<StoredEntry> consumer) {
    if (from.isEmpty() && to.isEmpty()) {
      forEach(fromSeq, committed.get(), consumer);
      return;
    }
    reading(session -> {
      Optional<Span> span = recordedIn(session, from, to);
      if (span.isPresent()) {
        PreparedStatement query = session.statement(EntryRows.RANGE_IN_TIME);
        query.setLong(1, Math.max(fromSeq, span.get().first()));
        query.setLong(2, span.get().last());
        query.setLong(3, start(from));
        query.setLong(4, end(to));
        each(query, consumer);
      }
      return span;
    });
  }

  @Override
  public void forEach(long firstSeq, long lastSeq, Consumer<StoredEntry> consumer) {
    reading(session -> {
      PreparedStatement query = session.statement(EntryRows.RANGE);
      query.setLong(1, firstSeq);
      query.setLong(2, Math.min(lastSeq, committed.get()));
      each(query, consumer);
      return lastSeq;
    });
  }

  @Override
  public Optional<Span> recordedIn(Optional<Instant> from, Optional<Instant> to) {
    return reading(session -> recordedIn(session, from, to));
  }

  @Override
  public Timeline timeline() {
    return reading(session -> TimelineRows.read(session, committed.get(), Optional.empty()));
  }

  private Optional<Span> recordedIn(DerbySession session, Optional<Instant> from, Optional<Instant> to)
      throws SQLException {
    PreparedStatement bounds = session.statement(EntryRows.SEQUENCES_OF_TIME);
    bounds.setLong(1, start(from));
    bounds.setLong(2, end(to));
    try (ResultSet row = bounds.executeQuery()) {
      row.next();
      long first = row.getLong(1);
      // NULL for an empty range reads as 0, which ends before it begins.
      long last = Math.min(committed.get(), row.getLong(2));
      return first <= last && last > 0 ? Optional.of(new Span(first, last)) : Optional.empty();
    }
  }

  private static long start(Optional<Instant> from) {
    return from.map(Micros::of).orElse(Long.MIN_VALUE);
  }

  private static long end(Optional<Instant> to) {
    return to.map(Micros::of).orElse(Long.MAX_VALUE);
  }

  private static void each(PreparedStatement query, Consumer<StoredEntry> consumer) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        consumer.accept(EntryRows.entry(row));
      }
    }
  }

  private interface Read<T> {
    T from(DerbySession session) throws SQLException;
  }

  /// No row is removed meanwhile.
  private <T> T reading(Read<T> read) {
    reading.lock();
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED)) {
      session.open();
      try {
        return read.from(session);
      } catch (SQLException e) {
        throw session.failed("reading the ledger", e);
      }
    } finally {
      reading.unlock();
    }
  }
}
