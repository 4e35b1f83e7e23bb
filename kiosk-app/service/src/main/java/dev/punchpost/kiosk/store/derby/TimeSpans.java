package dev.punchpost.kiosk.store.derby;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Finds sequences by time without an index that every tap would have to pay for: of each full thousand of entries the
/// earliest and the latest time is kept, and only thousands that can hold the time are looked into. Times may go back
/// and forth, because clocks do.
///
/// The writer calls [#resume], [#add]; readers the static methods.
final class TimeSpans {
  private static final int ENTRIES = 1_000;
  private static final String INSERT = "INSERT INTO ledger_span (last_seq, from_us, to_us) VALUES (?, ?, ?)";
  private static final String SPANS = "SELECT last_seq, from_us, to_us FROM ledger_span ORDER BY last_seq";
  private static final String BOUNDS = """
      SELECT MIN(at_us), MAX(at_us), MAX(seq) FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK
      WHERE seq > ?""";
  private static final String IN_SPAN = """
      SELECT MIN(seq), MAX(seq) FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK
      WHERE seq > ? AND seq <= ? AND at_us >= ? AND at_us < ?""";

  private final DerbySession session;
  private long fromUs;
  private long toUs;

  TimeSpans(DerbySession session) {
    this.session = session;
  }

  /// Takes up the thousand that the ledger ends in.
  void resume(long lastSeq) throws SQLException {
    Span open = open(session, lastSeq - lastSeq % ENTRIES);
    fromUs = open.fromUs;
    toUs = open.toUs;
  }

  /// With the entry's own unit. Entries that are dropped later may have made the span wider, which does no harm.
  void add(long seq, long atUs) throws SQLException {
    fromUs = Math.min(fromUs, atUs);
    toUs = Math.max(toUs, atUs);
    if (seq % ENTRIES == 0) {
      PreparedStatement insert = session.statement(INSERT);
      insert.setLong(1, seq);
      insert.setLong(2, fromUs);
      insert.setLong(3, toUs);
      insert.executeUpdate();
      fromUs = Long.MAX_VALUE;
      toUs = Long.MIN_VALUE;
    }
  }

  /// Whether dropping the entries between the two takes back a row of this table.
  static boolean between(long committedSeq, long lastSeq) {
    return committedSeq / ENTRIES != lastSeq / ENTRIES;
  }

  /// The first sequence with a time in `[fromUs, toUs)`.
  static OptionalLong first(DerbySession session, long fromUs, long toUs) throws SQLException {
    for (Span span : all(session)) {
      OptionalLong found = span.holds(fromUs, toUs) ? span.find(session, fromUs, toUs, 1) : OptionalLong.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalLong.empty();
  }

  /// The last sequence with a time in `[fromUs, toUs)`.
  static OptionalLong last(DerbySession session, long fromUs, long toUs) throws SQLException {
    for (Span span : all(session).reversed()) {
      OptionalLong found = span.holds(fromUs, toUs) ? span.find(session, fromUs, toUs, 2) : OptionalLong.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalLong.empty();
  }

  private static List<Span> all(DerbySession session) throws SQLException {
    List<Span> spans = new ArrayList<>();
    long through = 0;
    try (ResultSet row = session.statement(SPANS).executeQuery()) {
      while (row.next()) {
        spans.add(new Span(through, row.getLong(1), row.getLong(2), row.getLong(3)));
        through = row.getLong(1);
      }
    }
    spans.add(open(session, through));
    return spans;
  }

  private static Span open(DerbySession session, long after) throws SQLException {
    PreparedStatement bounds = session.statement(BOUNDS);
    bounds.setLong(1, after);
    try (ResultSet row = bounds.executeQuery()) {
      row.next();
      long from = row.getLong(1);
      // Nothing there: a span that holds no time.
      return row.wasNull()
          ? new Span(after, after, Long.MAX_VALUE, Long.MIN_VALUE)
          : new Span(after, row.getLong(3), from, row.getLong(2));
    }
  }

  /// @param after the sequence before the first
  private record Span(long after, long last, long fromUs, long toUs) {
    boolean holds(long from, long to) {
      return fromUs < to && toUs >= from;
    }

    /// @param column 1 for the first, 2 for the last
    OptionalLong find(DerbySession session, long from, long to, int column) throws SQLException {
      PreparedStatement query = session.statement(IN_SPAN);
      query.setLong(1, after);
      query.setLong(2, last);
      query.setLong(3, from);
      query.setLong(4, to);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        long seq = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seq);
      }
    }
  }
}
