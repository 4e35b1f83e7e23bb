package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.BodyWriter;
import dev.punchpost.kiosk.ledger.ChainedBody;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryBody;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The ledger's one writer.
///
/// Sequences are counted in memory from the last committed one. When a commit fails, nobody knows whether it is in the
/// log; the connection is left, and the next unit asks the database where the ledger ends, and with which hash.
final class DerbyLedgerWriter implements LedgerWriter, AutoCloseable {
  private static final String WORKER_FOR = """
      SELECT w.worker, w.name, w.language, w.roles, w.active FROM --DERBY-PROPERTIES joinOrder=FIXED
      credentials c --DERBY-PROPERTIES constraint=CREDENTIALS_PK
      , workers w --DERBY-PROPERTIES constraint=WORKERS_PK, joinStrategy=NESTEDLOOP
      WHERE c.version = ? AND c.badge = ? AND w.version = ? AND w.worker = c.worker""";
  private static final String LAST_PUNCH = """
      SELECT seq, id, kind, wall_us, boot_id, monotonic_us, clock FROM last_punch --DERBY-PROPERTIES constraint=LAST_PUNCH_PK
      WHERE worker = ?""";
  private static final String INSERT = "INSERT INTO ledger (seq, id, type, at_us, body) VALUES (?, ?, ?, ?, ?)";
  private static final String INSERT_UNIDENTIFIED = "INSERT INTO unidentified (seq, badge) VALUES (?, ?)";
  private static final String UPDATE_LAST = """
      UPDATE last_punch
      SET seq = ?, id = ?, kind = ?, wall_us = ?, boot_id = ?, monotonic_us = ?, clock = ? WHERE worker = ?""";
  private static final String INSERT_LAST = """
      INSERT INTO last_punch (seq, id, kind, wall_us, boot_id, monotonic_us, clock, worker)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String UPDATE_RUNNING = "UPDATE ledger_meta SET running = ?";

  private static final String UPDATE_RETIRED = "UPDATE ledger_meta SET retired_through = ?";

  private final DerbySession session;
  private final LedgerId ledger;
  private final BodyWriter body;
  private final FreeSpace space;
  private final AtomicLong committed;
  private final CommittedHead committedHead;
  private final AtomicLong roster;
  private LedgerHead last;

  /// @param committed newest committed sequence, moved by this writer only
  /// @param committedHead the same with its hash
  /// @param roster version in force
  DerbyLedgerWriter(DerbyDatabase database, BodyWriter body, FreeSpace space, AtomicLong committed,
      CommittedHead committedHead, AtomicLong roster) {
    this.session = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED);
    this.last = committedHead.get();
    this.ledger = last.ledger();
    this.body = body;
    this.space = space;
    this.committed = committed;
    this.committedHead = committedHead;
    this.roster = roster;
  }

  @Override
  public Optional<Worker> workerFor(CredentialId badge) {
    begin();
    try {
      while (true) {
        long version = roster.get();
        Optional<Worker> found = workerFor(version, badge);
        // A roster that is replaced during the look-up may have lost its rows already.
        if (found.isPresent() || version == roster.get()) {
          return found;
        }
      }
    } catch (SQLException e) {
      throw session.failed("looking up a badge", e);
    }
  }

  private Optional<Worker> workerFor(long version, CredentialId badge) throws SQLException {
    PreparedStatement query = session.statement(WORKER_FOR);
    query.setLong(1, version);
    query.setString(2, badge.canonical());
    query.setLong(3, version);
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(RosterRows.worker(row, List.of())) : Optional.empty();
    }
  }

  @Override
  public Optional<LastPunch> lastPunch(WorkerId worker) {
    begin();
    try {
      PreparedStatement query = session.statement(LAST_PUNCH);
      query.setString(1, worker.value());
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(EntryRows.lastPunch(row))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw session.failed("looking up a last punch", e);
    }
  }

  @Override
  public StoredEntry append(Draft draft) {
    begin();
    requireSpace();
    long seq = last.seq() + 1;
    ChainedBody text = body.write(seq, draft, last.hash());
    StoredEntry entry = new StoredEntry(seq, draft.id(), draft.content().type(), text.text());
    try {
      PreparedStatement insert = session.statement(INSERT);
      insert.setLong(1, seq);
      insert.setString(2, entry.id().toString());
      insert.setString(3, entry.type());
      insert.setLong(4, Micros.of(draft.at().wall()));
      insert.setString(5, entry.body());
      insert.executeUpdate();
      keepBeside(seq, draft);
    } catch (SQLException e) {
      throw session.failed("writing an entry", e);
    }
    last = new LedgerHead(ledger, seq, text.hash());
    return entry;
  }

  @Override
  public LedgerHead head() {
    begin();
    return last;
  }

  private void keepBeside(long seq, Draft draft) throws SQLException {
    if (draft.content() instanceof Content.Punch punch) {
      PreparedStatement update = session.statement(UPDATE_LAST);
      setLastPunch(update, seq, draft, punch);
      if (update.executeUpdate() == 0) {
        PreparedStatement insert = session.statement(INSERT_LAST);
        setLastPunch(insert, seq, draft, punch);
        insert.executeUpdate();
      }
    } else if (draft.content() instanceof Content.UnidentifiedTap tap) {
      PreparedStatement insert = session.statement(INSERT_UNIDENTIFIED);
      insert.setLong(1, seq);
      insert.setString(2, tap.badge().canonical());
      insert.executeUpdate();
    } else if (draft.content() instanceof Content.ServiceStarted || draft.content() instanceof Content.ServiceStopped) {
      PreparedStatement update = session.statement(UPDATE_RUNNING);
      update.setInt(1, draft.content() instanceof Content.ServiceStarted ? 1 : 0);
      update.executeUpdate();
    } else if (draft.content() instanceof Content.Retired retired) {
      PreparedStatement update = session.statement(UPDATE_RETIRED);
      update.setLong(1, retired.last());
      update.executeUpdate();
    }
  }

  private static void setLastPunch(PreparedStatement statement, long seq, Draft draft, Content.Punch punch)
      throws SQLException {
    Reading at = draft.at();
    statement.setLong(1, seq);
    statement.setString(2, draft.id().toString());
    statement.setString(3, punch.kind().name());
    statement.setLong(4, Micros.of(at.wall()));
    statement.setString(5, at.bootId());
    statement.setLong(6, at.monotonicUs());
    statement.setString(7, at.state().name());
    statement.setString(8, punch.worker().value());
  }

  @Override
  public void commit() {
    begin();
    try {
      session.commit();
    } catch (SQLException e) {
      throw session.failed("committing", e);
    }
    committed(last);
  }

  private void committed(LedgerHead head) {
    committedHead.set(head);
    committed.set(head.seq());
  }

  @Override
  public void rollback() {
    session.rollback();
    last = committedHead.get();
  }

  /// After the punch thread has ended.
  @Override
  public void close() {
    session.close();
  }

  private void begin() {
    if (session.open()) {
      try {
        last = DerbyContents.head(session, ledger);
        committed(last);
        // Versions only grow; a roster applied in between is not taken back.
        roster.accumulateAndGet(DerbyContents.rosterVersion(session), Math::max);
      } catch (SQLException e) {
        throw session.failed("finding the end of the ledger", e);
      }
    }
  }

  private void requireSpace() {
    try {
      space.requireForEntries();
    } catch (StoreException e) {
      rollback();
      throw e;
    }
  }
}
