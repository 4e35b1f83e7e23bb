package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerRow;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// How entries are read.
final class EntryRows {
  /// Parameters: first and last sequence.
  static final String RANGE = """
      SELECT seq, id, type, body FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK
      WHERE seq >= ? AND seq <= ? ORDER BY seq""";

  /// Parameters: first and last sequence, first moment and the one after the last in microseconds.
  static final String RANGE_IN_TIME = """
      SELECT seq, id, type, body FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK
      WHERE seq >= ? AND seq <= ? AND at_us >= ? AND at_us < ? ORDER BY seq""";

  /// What lies beside the bodies, too. Parameters: first and last sequence.
  static final String ROWS = """
      SELECT seq, id, type, at_us, body FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK
      WHERE seq >= ? AND seq <= ? ORDER BY seq""";

  private static final String ONE = "SELECT seq, id, type, body FROM ledger WHERE seq = ?";
  private static final String CORRECTION = "SELECT seq FROM corrected WHERE target = ?";

  /// A page of workers. Parameters: the last worker of the page before, and how many.
  static final String LAST_PUNCHES = """
      SELECT seq, id, kind, wall_us, boot_id, monotonic_us, clock, worker
      FROM last_punch --DERBY-PROPERTIES constraint=LAST_PUNCH_PK
      WHERE worker > ? ORDER BY worker FETCH FIRST ? ROWS ONLY""";

  private EntryRows() {}

  /// Of [#ROWS].
  static LedgerRow row(ResultSet row) throws SQLException {
    return new LedgerRow(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), body(row, 5));
  }

  static Optional<StoredEntry> one(DerbySession session, long seq) throws SQLException {
    PreparedStatement query = session.statement(ONE);
    query.setLong(1, seq);
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(entry(row)) : Optional.empty();
    }
  }

  /// Sequence of the correction whose target the entry is, 0 for none.
  static long correctionOf(DerbySession session, long seq) throws SQLException {
    PreparedStatement query = session.statement(CORRECTION);
    query.setLong(1, seq);
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  static StoredEntry entry(ResultSet row) throws SQLException {
    return new StoredEntry(row.getLong(1), new EntryId(UUID.fromString(row.getString(2))), row.getString(3),
        body(row, 4));
  }

  /// The body is kept as bytes: Derby's text columns cost a loop over the characters at each write and each read. What
  /// is no UTF-8 any more becomes another text, whose hash is another one too.
  static String body(ResultSet row, int column) throws SQLException {
    return new String(row.getBytes(column), StandardCharsets.UTF_8);
  }

  /// From `seq, id, kind, wall_us, boot_id, monotonic_us, clock`.
  static LastPunch lastPunch(ResultSet row) throws SQLException {
    return new LastPunch(row.getLong(1), new EntryId(UUID.fromString(row.getString(2))),
        Kind.valueOf(row.getString(3)), Micros.instant(row.getLong(4)), row.getString(5), row.getLong(6),
        ClockState.valueOf(row.getString(7)));
  }
}
