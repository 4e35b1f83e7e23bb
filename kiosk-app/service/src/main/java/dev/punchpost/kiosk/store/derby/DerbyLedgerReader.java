package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.timeline.Timeline;
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
    return reading(session -> stored(TimeSpans.first(session, Micros.of(time), Long.MAX_VALUE)));
  }

  @Override
  public OptionalLong lastBefore(Instant time) {
    return reading(session -> stored(TimeSpans.last(session, Long.MIN_VALUE, Micros.of(time))));
  }

  private OptionalLong stored(OptionalLong seq) {
    return seq.isPresent() && seq.getAsLong() <= committed.get() ? seq : OptionalLong.empty();
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
    OptionalLong first = TimeSpans.first(session, start(from), end(to));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    long last = Math.min(committed.get(), TimeSpans.last(session, start(from), end(to)).orElse(0));
    return first.getAsLong() <= last ? Optional.of(new Span(first.getAsLong(), last)) : Optional.empty();
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
    // The punch thread's open transaction holds the newest punches' rows, which are those of committed entries.
    try (DerbySession session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED)) {
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
