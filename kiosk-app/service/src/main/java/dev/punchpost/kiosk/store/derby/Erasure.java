package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.roster.WorkerId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes what identifies a worker: the rows of every roster version, the one in force and what an interrupted import
/// left; PIN and roles by hand; consent and templates of fingers; and the numbers of the worker's badges wherever they were tapped as nobody's, together
/// with the badges of taps that were assigned to the worker.
///
/// In the transaction of the erasure's entry, so that after a power cut both are there or neither. Rows are looked for
/// first and deleted by their whole key, because Derby takes no hint in a DELETE and would lock what it passes.
final class Erasure {
  private record Key(long version, String badge) {}

  private final DerbySession session;

  Erasure(DerbySession session) {
    this.session = session;
  }

  void remove(WorkerId worker) throws SQLException {
    Set<String> badges = new HashSet<>(badgesOfAssignedTaps(worker));
    List<Key> credentials = new ArrayList<>();
    PreparedStatement query = session.statement("SELECT version, badge FROM credentials WHERE worker = ?");
    query.setString(1, worker.value());
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        credentials.add(new Key(row.getLong(1), row.getString(2)));
        badges.add(row.getString(2));
      }
    }
    for (Key key : credentials) {
      delete("DELETE FROM credentials WHERE version = ? AND badge = ?", key.version(), key.badge());
    }
    for (long version : numbers("SELECT version FROM workers WHERE worker = ?", worker.value())) {
      delete("DELETE FROM workers WHERE version = ? AND worker = ?", version, worker.value());
    }
    for (String badge : badges) {
      for (long seq : numbers(
          "SELECT seq FROM unidentified --DERBY-PROPERTIES index=UNIDENTIFIED_BADGE\nWHERE badge = ?",
          badge)) {
        delete("DELETE FROM unidentified WHERE seq = ? AND badge = ?", seq, badge);
      }
    }
    new AccessRows(session).remove(worker);
    new FingerRows(session).removeAll(worker);
  }

  /// Of taps that are the worker's as things stand; one that turned out to be another's is not.
  private Set<String> badgesOfAssignedTaps(WorkerId worker) throws SQLException {
    Set<String> badges = new HashSet<>();
    for (long seq : numbers("""
        SELECT p.seq FROM corrected c, punch_of p WHERE p.seq = c.seq AND p.kind <> '' AND p.worker = ?""",
        worker.value())) {
      if (EntryRows.correctionOf(session, seq) == 0) {
        badges.addAll(badgeAtTheRoot(seq));
      }
    }
    return badges;
  }

  private Set<String> badgeAtTheRoot(long correction) throws SQLException {
    long root = correction;
    for (List<Long> target = targets(root); !target.isEmpty(); target = targets(root)) {
      root = target.getFirst();
    }
    Set<String> badges = new HashSet<>();
    PreparedStatement query = session.statement("SELECT badge FROM unidentified WHERE seq = ?");
    query.setLong(1, root);
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        badges.add(row.getString(1));
      }
    }
    return badges;
  }

  private List<Long> targets(long seq) throws SQLException {
    PreparedStatement query = session
        .statement("SELECT target FROM corrected --DERBY-PROPERTIES index=CORRECTED_BY\nWHERE seq = ?");
    query.setLong(1, seq);
    return numbers(query);
  }

  private List<Long> numbers(String sql, String key) throws SQLException {
    PreparedStatement query = session.statement(sql);
    query.setString(1, key);
    return numbers(query);
  }

  private static List<Long> numbers(PreparedStatement query) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(row.getLong(1));
      }
    }
    return found;
  }

  private void delete(String sql, long number, String text) throws SQLException {
    PreparedStatement delete = session.statement(sql);
    delete.setLong(1, number);
    delete.setString(2, text);
    delete.executeUpdate();
  }
}
