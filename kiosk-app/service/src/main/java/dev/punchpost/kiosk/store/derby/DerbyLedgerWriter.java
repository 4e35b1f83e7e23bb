package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.ClockState;
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
import dev.punchpost.kiosk.timeline.Stretch;
import dev.punchpost.kiosk.timeline.Timeline;
import java.sql.Connection;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger's one writer.
///
/// Sequences are counted in memory from the last committed one. When a commit fails, nobody knows whether it is in the
/// log; the connection is left, and the next unit asks the database where the ledger ends, and with which hash.
final class DerbyLedgerWriter implements LedgerWriter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DerbyLedgerWriter.class);
  private static final String WORKER_FOR = """
      SELECT w.worker, w.name, w.language, w.roles, w.active FROM --DERBY-PROPERTIES joinOrder=FIXED
      credentials c --DERBY-PROPERTIES constraint=CREDENTIALS_PK
      , workers w --DERBY-PROPERTIES constraint=WORKERS_PK, joinStrategy=NESTEDLOOP
      WHERE c.version = ? AND c.badge = ? AND w.version = ? AND w.worker = c.worker""";
  private static final String WORKER_OF_FINGER = """
      SELECT w.worker, w.name, w.language, w.roles, w.active FROM --DERBY-PROPERTIES joinOrder=FIXED
      fingers f --DERBY-PROPERTIES index=FINGERS_FINGER
      , workers w --DERBY-PROPERTIES constraint=WORKERS_PK, joinStrategy=NESTEDLOOP
      WHERE f.finger = ? AND w.version = ? AND w.worker = f.worker""";
  private static final String LAST_PUNCH = """
      SELECT seq, id, kind, wall_us, boot_id, monotonic_us, clock FROM last_punch --DERBY-PROPERTIES constraint=LAST_PUNCH_PK
      WHERE worker = ?""";
  private static final String INSERT = "INSERT INTO ledger (seq, id, type, at_us, body) VALUES (?, ?, ?, ?, ?)";

  private final DerbySession session;
  private final LedgerId ledger;
  private final BesideLedger beside;
  private final OwedRows owed;
  private final TimeSpans spans;
  private final BodyWriter body;
  private final FreeSpace space;
  private final AtomicLong committed;
  private final CommittedHead committedHead;
  private final AtomicLong roster;
  private LedgerHead last;
  private boolean appended;
  private Optional<Stretch> lastStretch = Optional.empty();
  private Optional<Stretch> committedStretch = Optional.empty();

  /// @param committed newest committed sequence, moved by this writer only
  /// @param committedHead the same with its hash
  /// @param roster version in force
  DerbyLedgerWriter(DerbyDatabase database, BodyWriter body, FreeSpace space, AtomicLong committed,
      CommittedHead committedHead, AtomicLong roster) {
    this.session = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED);
    this.last = committedHead.get();
    this.ledger = last.ledger();
    this.beside = new BesideLedger(session);
    this.owed = new OwedRows(session, beside);
    this.spans = new TimeSpans(session);
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
    PreparedStatement query;
    if (badge.scheme() == CredentialId.Scheme.FINGER) {
      query = session.statement(WORKER_OF_FINGER);
      query.setString(1, badge.canonical());
      query.setLong(2, version);
    } else {
      query = session.statement(WORKER_FOR);
      query.setLong(1, version);
      query.setString(2, badge.canonical());
      query.setLong(3, version);
    }
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(RosterRows.worker(row, List.of())) : Optional.empty();
    }
  }

  @Override
  public Set<String> roles(Worker worker) {
    begin();
    try {
      return beside.access(worker.id()).roles(worker.roles());
    } catch (SQLException e) {
      throw session.failed("looking up roles", e);
    }
  }

  @Override
  public Optional<LastPunch> lastPunch(WorkerId worker) {
    begin();
    try {
      owed.write();
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
    Stretch stretch = Stretch.of(lastStretch, seq, draft.at());
    appended = true;
    ChainedBody text = body.write(seq, stretch.boot(), draft, last.hash());
    StoredEntry entry = new StoredEntry(seq, draft.id(), draft.content().type(), text.text());
    try {
      PreparedStatement insert = session.statement(INSERT);
      insert.setLong(1, seq);
      insert.setString(2, entry.id().toString());
      insert.setString(3, entry.type());
      insert.setLong(4, Micros.of(draft.at().wall()));
      insert.setBytes(5, entry.body().getBytes(StandardCharsets.UTF_8));
      insert.executeUpdate();
      spans.add(seq, Micros.of(draft.at().wall()));
      if (draft.content() instanceof Content.Punch punch) {
        owed.add(punch.worker(), LastPunch.of(seq, draft, punch));
      } else {
        // A correction must find what the punches before it have changed.
        owed.write();
        beside.keep(seq, draft);
      }
      if (stretch.firstSeq() == seq) {
        TimelineRows.insert(session, stretch);
      }
    } catch (SQLException e) {
      throw session.failed("writing an entry", e);
    }
    last = new LedgerHead(ledger, seq, text.hash());
    lastStretch = Optional.of(stretch);
    return entry;
  }

  @Override
  public LedgerHead head() {
    begin();
    return last;
  }

  @Override
  public Timeline timeline(String bootId) {
    begin();
    try {
      return TimelineRows.read(session, last.seq(), Optional.of(bootId));
    } catch (SQLException e) {
      throw session.failed("reading the timeline", e);
    }
  }

  @Override
  public void commit() {
    begin();
    try {
      owed.writeThrough(committed.get());
      session.commit();
      owed.committed();
      appended = false;
    } catch (SQLException e) {
      throw session.failed("committing", e);
    }
    committed(last, lastStretch);
  }

  private void committed(LedgerHead head, Optional<Stretch> stretch) {
    committedHead.set(head);
    committed.set(head.seq());
    committedStretch = stretch;
  }

  @Override
  public void settle() {
    try {
      begin();
      owed.write();
    } catch (SQLException e) {
      LOG.warn("{}; it is written again from the ledger", session.failed("writing beside the ledger", e).getMessage());
    } catch (StoreException e) {
      LOG.warn("what lies beside the ledger waits: {}", e.getMessage());
    }
  }

  /// Writes and stores what the end of the last run left out, for readers that come before the first tap.
  void recover() {
    begin();
    try {
      owed.write();
      session.commit();
      owed.committed();
    } catch (SQLException e) {
      throw session.failed("writing beside the ledger", e);
    }
  }

  @Override
  public void rollback() {
    long stored = committed.get();
    if (!appended) {
      // What lies beside the ledger goes on waiting for the next unit.
      return;
    }
    appended = false;
    session.rollback();
    owed.rolledBack(stored);
    if (TimeSpans.between(stored, last.seq() + 1)) {
      // The span that was begun is not known any more: find it again.
      session.close();
    }
    last = committedHead.get();
    lastStretch = committedStretch;
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
        lastStretch = TimelineRows.last(session);
        committed(last, lastStretch);
        appended = false;
        spans.resume(last.seq());
        owed.recover(last.seq());
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
