package dev.punchpost.consumer;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// `punchpost consume --check`: what is stored, missing and duplicated, by terminal and ledger, from the database alone.
final class Check {
  private Check() {}

  /// @return whether nothing is missing, and nothing is wrong
  static boolean print(ConsumerDatabase database, PrintWriter out) throws SQLException {
    List<LedgerState> ledgers = database.states();
    if (ledgers.isEmpty()) {
      out.println("Nothing has been received yet.");
      return true;
    }
    boolean good = true;
    out.println(String.format(Locale.ROOT, "%-40s %-36s %9s %9s %10s %8s  %s", "TERMINAL", "LEDGER", "STORED",
        "MISSING", "DUPLICATED", "PROBLEMS", "REMARKS"));
    for (LedgerState ledger : ledgers) {
      long stored = database.count("SELECT COUNT(*) FROM punchpost_entry WHERE ledger = ?", ledger.ledger());
      long sequences = database.count(
          "SELECT COUNT(*) FROM (SELECT DISTINCT seq FROM punchpost_entry WHERE ledger = ? AND seq >= ?) AS s",
          ledger.ledger(), ledger.first());
      long newest = Math.max(ledger.last(),
          database.count("SELECT COALESCE(MAX(seq), 0) FROM punchpost_entry WHERE ledger = ?", ledger.ledger()));
      long missing = newest - ledger.first() + 1 - sequences;
      long duplicated = database.count(
          "SELECT COUNT(*) - COUNT(DISTINCT seq) FROM punchpost_entry WHERE ledger = ?", ledger.ledger())
          + database.count("SELECT COUNT(*) FROM punchpost_problem WHERE ledger = ? AND kind = 'DOUBLED'",
              ledger.ledger());
      long problems = database.count("SELECT COUNT(*) FROM punchpost_problem WHERE ledger = ?", ledger.ledger());
      out.println(String.format(Locale.ROOT, "%-40s %-36s %9d %9d %10d %8d  %s", ledger.terminal(), ledger.ledger(),
          stored, missing, duplicated, problems, remarks(ledger)));
      good &= missing == 0 && duplicated == 0 && problems == 0;
    }
    long invalid = database.count("SELECT COUNT(*) FROM punchpost_problem WHERE ledger = ''");
    if (invalid > 0) {
      out.println(invalid + " messages were not as the contract says, see the table punchpost_problem");
      good = false;
    }
    return good;
  }

  private static String remarks(LedgerState ledger) {
    String copies = ledger.again() == 0 ? "" : ledger.again() + " copies dropped by id";
    String holes = ledger.holes().isEmpty() ? "" : ledger.holes().size() + " refused by the broker";
    return copies.isEmpty() || holes.isEmpty() ? copies + holes : copies + ", " + holes;
  }
}
