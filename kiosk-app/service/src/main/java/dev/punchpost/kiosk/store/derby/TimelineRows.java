package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.timeline.Stretch;
import dev.punchpost.kiosk.timeline.TimeCorrection;
import dev.punchpost.kiosk.timeline.Timeline;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How stretches and corrections are written and read.
final class TimelineRows {
  private static final String STRETCH_COLUMNS = """
      SELECT first_seq, boot, boot_id, monotonic_us, offset_us, clock, uncertainty_ms FROM time_stretch
      """;
  private static final String STRETCHES = STRETCH_COLUMNS + "WHERE first_seq <= ? ORDER BY first_seq";
  private static final String STRETCHES_OF_BOOT = STRETCH_COLUMNS + "WHERE first_seq <= ? AND boot_id = ?"
      + " ORDER BY first_seq";
  private static final String LAST_STRETCH = STRETCH_COLUMNS
      + "WHERE first_seq = (SELECT MAX(first_seq) FROM time_stretch)";
  private static final String INSERT_STRETCH = """
      INSERT INTO time_stretch (first_seq, boot, boot_id, monotonic_us, offset_us, clock, uncertainty_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?)""";

  private static final String CORRECTION_COLUMNS = """
      SELECT seq, first_seq, last_seq, offset_us, uncertainty_ms, monotonic_us FROM time_correction
      """;
  private static final String CORRECTIONS = CORRECTION_COLUMNS + "WHERE seq <= ? ORDER BY seq";
  private static final String CORRECTIONS_OF_BOOT = CORRECTION_COLUMNS + "WHERE seq <= ? AND boot_id = ? ORDER BY seq";
  private static final String INSERT_CORRECTION = """
      INSERT INTO time_correction
      (seq, first_seq, last_seq, offset_us, uncertainty_ms, monotonic_us, boot_id) VALUES (?, ?, ?, ?, ?, ?, ?)""";
  private static final String CORRECT_LAST_PUNCHES = """
      UPDATE last_punch SET wall_us = monotonic_us + ?, clock = ? WHERE seq >= ? AND seq <= ?
      AND boot_id = ?""";

  private TimelineRows() {}

  /// @param bootId of one boot, or empty for all
  static Timeline read(DerbySession session, long through, Optional<String> bootId) throws SQLException {
    List<Stretch> stretches = new ArrayList<>();
    try (ResultSet row = query(session, bootId.isPresent() ? STRETCHES_OF_BOOT : STRETCHES, through, bootId)) {
      while (row.next()) {
        stretches.add(stretch(row));
      }
    }
    List<TimeCorrection> corrections = new ArrayList<>();
    try (ResultSet row = query(session, bootId.isPresent() ? CORRECTIONS_OF_BOOT : CORRECTIONS, through, bootId)) {
      while (row.next()) {
        corrections.add(new TimeCorrection(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4),
            nullable(row, 5), row.getLong(6)));
      }
    }
    return new Timeline(stretches, corrections, through);
  }

  private static ResultSet query(DerbySession session, String sql, long through, Optional<String> bootId)
      throws SQLException {
    PreparedStatement query = session.statement(sql);
    query.setLong(1, through);
    if (bootId.isPresent()) {
      query.setString(2, bootId.get());
    }
    return query.executeQuery();
  }

  static Optional<Stretch> last(DerbySession session) throws SQLException {
    try (ResultSet row = session.statement(LAST_STRETCH).executeQuery()) {
      return row.next() ? Optional.of(stretch(row)) : Optional.empty();
    }
  }

  static void insert(DerbySession session, Stretch stretch) throws SQLException {
    PreparedStatement insert = session.statement(INSERT_STRETCH);
    insert.setLong(1, stretch.firstSeq());
    insert.setLong(2, stretch.boot());
    insert.setString(3, stretch.bootId());
    insert.setLong(4, stretch.monotonicUs());
    insert.setLong(5, stretch.offsetUs());
    insert.setString(6, stretch.state().name());
    setNullable(insert, 7, stretch.uncertaintyMs());
    insert.executeUpdate();
  }

  /// Also takes the workers' last punches along, so that the next boot compares with the right time.
  static void insert(DerbySession session, long seq, Reading at, Content.TimeCorrected correction)
      throws SQLException {
    PreparedStatement insert = session.statement(INSERT_CORRECTION);
    insert.setLong(1, seq);
    insert.setLong(2, correction.firstSeq());
    insert.setLong(3, correction.lastSeq());
    insert.setLong(4, correction.offsetUs());
    setNullable(insert, 5, correction.uncertaintyMs());
    insert.setLong(6, at.monotonicUs());
    insert.setString(7, at.bootId());
    insert.executeUpdate();
    PreparedStatement update = session.statement(CORRECT_LAST_PUNCHES);
    update.setLong(1, at.offsetUs());
    update.setString(2, (correction.uncertaintyMs().isPresent() ? ClockState.HOLDOVER : ClockState.UNSET).name());
    update.setLong(3, correction.firstSeq());
    update.setLong(4, correction.lastSeq());
    update.setString(5, at.bootId());
    update.executeUpdate();
  }

  private static Stretch stretch(ResultSet row) throws SQLException {
    return new Stretch(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4), row.getLong(5),
        ClockState.valueOf(row.getString(6)), nullable(row, 7));
  }

  private static OptionalLong nullable(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static void setNullable(PreparedStatement statement, int column, OptionalLong value) throws SQLException {
    if (value.isPresent()) {
      statement.setLong(column, value.getAsLong());
    } else {
      statement.setNull(column, Types.BIGINT);
    }
  }
}
