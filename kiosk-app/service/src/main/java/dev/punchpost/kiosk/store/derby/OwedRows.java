package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What punches change beside the ledger (each worker's last punch, where a punch is found), written after the worker
/// has the answer and stored with the next unit, so that a tap waits for one row only.
///
/// Nothing depends on it but speed: the ledger holds all of it, and what a power cut has taken is written again from
/// there ([#recover]). Used by the ledger's writer, on its thread.
final class OwedRows {
  private static final int ROWS_AT_ONCE = 64;
  /// Far more than the entries of one unit, and no punch of an earlier one is ever owed.
  private static final int FURTHEST_BACK = 4_096;
  private static final String FOUND = """
      SELECT 1 FROM punch_of --DERBY-PROPERTIES index=PUNCH_OF_WORKER
      WHERE worker = ? AND at_us = ? AND seq = ?""";

  private record Owed(WorkerId worker, LastPunch punch) {}

  private final DerbySession session;
  private final BesideLedger beside;
  private final Deque<Owed> owed = new ArrayDeque<>();
  /// In the open transaction.
  private final List<Owed> written = new ArrayList<>();

  OwedRows(DerbySession session, BesideLedger beside) {
    this.session = session;
    this.beside = beside;
  }

  void add(WorkerId worker, LastPunch punch) {
    owed.addLast(new Owed(worker, punch));
  }

  /// Writes what is owed, in the order of the ledger, into the open transaction.
  void write() throws SQLException {
    while (!owed.isEmpty()) {
      Owed next = owed.removeFirst();
      written.add(next);
      beside.lastPunch(next.worker(), next.punch());
      beside.place(next.worker(), next.punch().wall(), next.punch().seq(), next.punch().kind().name());
    }
  }

  /// Writes what earlier units still owe, so that only the newest unit ever owes anything.
  ///
  /// @param committedSeq newest sequence of the earlier units
  void writeThrough(long committedSeq) throws SQLException {
    if (!owed.isEmpty() && owed.getFirst().punch().seq() <= committedSeq) {
      write();
    }
  }

  void committed() {
    written.clear();
  }

  /// The open transaction was rolled back.
  ///
  /// @param committedSeq newest sequence that is stored
  void rolledBack(long committedSeq) {
    for (Owed row : written.reversed()) {
      owed.addFirst(row);
    }
    written.clear();
    owed.removeIf(row -> row.punch().seq() > committedSeq);
  }

  /// Finds in the ledger what is owed, as a new connection must. Before an entry that is no punch nothing is: it was
  /// stored together with what was owed then ([DerbyLedgerWriter#append]). So there is nothing to take apart after a
  /// clean stop.
  void recover(long lastSeq) throws SQLException {
    owed.clear();
    written.clear();
    long end = lastSeq;
    while (end > 0 && end > lastSeq - FURTHEST_BACK) {
      long start = Math.max(1, end - ROWS_AT_ONCE + 1);
      for (StoredEntry entry : newestFirst(start, end)) {
        if (!entry.isPunch()) {
          return;
        }
        Optional<Owed> row = owed(entry);
        if (row.isPresent() && isWritten(row.get())) {
          return;
        }
        row.ifPresent(owed::addFirst);
      }
      end = start - 1;
    }
  }

  private List<StoredEntry> newestFirst(long start, long end) throws SQLException {
    List<StoredEntry> entries = new ArrayList<>();
    PreparedStatement query = session.statement(EntryRows.RANGE);
    query.setLong(1, start);
    query.setLong(2, end);
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        entries.add(EntryRows.entry(row));
      }
    }
    return entries.reversed();
  }

  /// @return empty for an entry that somebody has damaged: it keeps no tap from being recorded; verification names it
  private static Optional<Owed> owed(StoredEntry stored) {
    try {
      EntryView entry = EntryView.of(stored);
      return entry.punch().map(punch -> owed(entry, punch));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Owed owed(EntryView entry, EntryView.Punch punch) {
    return new Owed(new WorkerId(punch.worker()),
        new LastPunch(entry.seq(), entry.id(), Kind.valueOf(punch.kind()), entry.time().toInstant(), entry.bootId(),
            entry.monotonicUs(), ClockState.valueOf(entry.clock())));
  }

  private boolean isWritten(Owed row) throws SQLException {
    PreparedStatement query = session.statement(FOUND);
    query.setString(1, row.worker().value());
    query.setLong(2, Micros.of(row.punch().wall()));
    query.setLong(3, row.punch().seq());
    try (ResultSet found = query.executeQuery()) {
      return found.next();
    }
  }
}
