package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.LedgerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// What a store must know when it is opened.
///
/// @param seq newest sequence, 0 for an empty ledger
/// @param running whether the newest run of the service has not recorded its end
/// @param mark delivery mark
/// @param sent bound of what was sent
/// @param roster version in force
record DerbyContents(LedgerId ledger, long seq, boolean running, long mark, long sent, long roster) {
  private static final String LAST = "SELECT MAX(seq) FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK\n";
  private static final String ROSTER = "SELECT version FROM roster";

  static DerbyContents read(DerbySession session) throws SQLException {
    long seq = lastSeq(session);
    // The body as well: it is on the page that a power cut is most likely to have hurt.
    var newest = session.statement("SELECT body FROM ledger WHERE seq = ?");
    newest.setLong(1, seq);
    try (ResultSet row = newest.executeQuery()) {
      if (row.next()) {
        row.getString(1);
      }
    }
    LedgerId ledger = new LedgerId(UUID.fromString(text(session, "SELECT ledger FROM ledger_meta")));
    DerbyContents contents = new DerbyContents(ledger, seq, number(session, "SELECT running FROM ledger_meta") != 0,
        mark(session), number(session, "SELECT sent FROM delivery"), rosterVersion(session));
    session.commit();
    return contents;
  }

  static long lastSeq(DerbySession session) throws SQLException {
    return number(session, LAST);
  }

  static long rosterVersion(DerbySession session) throws SQLException {
    return number(session, ROSTER);
  }

  static long mark(DerbySession session) throws SQLException {
    return number(session, "SELECT mark FROM delivery");
  }

  private static long number(DerbySession session, String sql) throws SQLException {
    try (ResultSet row = session.statement(sql).executeQuery()) {
      mustHave(row);
      return row.getLong(1);
    }
  }

  private static String text(DerbySession session, String sql) throws SQLException {
    try (ResultSet row = session.statement(sql).executeQuery()) {
      mustHave(row);
      return row.getString(1);
    }
  }

  private static void mustHave(ResultSet row) throws SQLException {
    if (!row.next()) {
      // As damage: a database that was made here always has it.
      throw new SQLException("a row that is always there is missing", "XSDB0");
    }
  }
}
