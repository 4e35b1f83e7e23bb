package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// What a store must know when it is opened.
///
/// @param head the newest entry
/// @param running whether the newest run of the service has not recorded its end
/// @param mark delivery mark
/// @param sent bound of what was sent
/// @param roster version in force
record DerbyContents(LedgerHead head, boolean running, long mark, long sent, long roster) {
  private static final String LAST = "SELECT MAX(seq) FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK\n";
  private static final String NEWEST = """
      SELECT body FROM ledger --DERBY-PROPERTIES constraint=LEDGER_PK
      WHERE seq = ?""";
  private static final String ROSTER = "SELECT version FROM roster";

  static DerbyContents read(DerbySession session) throws SQLException {
    LedgerId ledger;
    boolean running;
    try (ResultSet row = session.statement("SELECT ledger, running FROM ledger_meta").executeQuery()) {
      mustHave(row);
      ledger = new LedgerId(UUID.fromString(row.getString(1)));
      running = row.getInt(2) != 0;
    }
    long mark;
    long sent;
    try (ResultSet row = session.statement("SELECT mark, sent FROM delivery").executeQuery()) {
      mustHave(row);
      mark = row.getLong(1);
      sent = row.getLong(2);
    }
    DerbyContents contents = new DerbyContents(head(session, ledger), running, mark, sent, rosterVersion(session));
    session.commit();
    return contents;
  }

  /// Where the ledger ends. Only the newest entry is read, on the page that a power cut is most likely to have hurt.
  static LedgerHead head(DerbySession session, LedgerId ledger) throws SQLException {
    long seq = number(session, LAST);
    if (seq == 0) {
      return LedgerHead.empty(ledger);
    }
    var newest = session.statement(NEWEST);
    newest.setLong(1, seq);
    try (ResultSet row = newest.executeQuery()) {
      mustHave(row);
      return new LedgerHead(ledger, seq, hash(EntryRows.body(row, 1)));
    }
  }

  /// An entry that somebody has damaged must not keep the next tap from being recorded: the chain goes on from what is
  /// there, and verification shows the break.
  private static EntryHash hash(String body) {
    return EntryHash.in(body).orElseGet(() -> EntryHash.of(body));
  }

  static long retiredThrough(DerbySession session) throws SQLException {
    return number(session, "SELECT retired_through FROM ledger_meta");
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

  private static void mustHave(ResultSet row) throws SQLException {
    if (!row.next()) {
      // As damage: a database that was made here always has it.
      throw new SQLException("a row that is always there is missing", "XSDB0");
    }
  }
}
