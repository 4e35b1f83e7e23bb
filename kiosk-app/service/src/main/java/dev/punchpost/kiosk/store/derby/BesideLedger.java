package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import dev.punchpost.kiosk.store.LastPunch;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// What an entry changes beside the ledger, in the entry's own transaction; only what plain punches change is written
/// later ([OwedRows]). Used by the ledger's writer, on its thread.
final class BesideLedger {
  private static final String INSERT_UNIDENTIFIED = "INSERT INTO unidentified (seq, badge) VALUES (?, ?)";
  private static final String UPDATE_LAST = """
      UPDATE last_punch
      SET seq = ?, id = ?, kind = ?, wall_us = ?, boot_id = ?, monotonic_us = ?, clock = ? WHERE worker = ?""";
  private static final String INSERT_LAST = """
      INSERT INTO last_punch (seq, id, kind, wall_us, boot_id, monotonic_us, clock, worker)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String DELETE_LAST = "DELETE FROM last_punch WHERE worker = ?";
  private static final String INSERT_PUNCH = "INSERT INTO punch_of (worker, at_us, seq, kind) VALUES (?, ?, ?, ?)";
  private static final String UPDATE_RETIRED = "UPDATE ledger_meta SET retired_through = ?";
  private static final String UPDATE_TOLD = "UPDATE roster_told SET site_version = ?";
  private static final String UPDATE_RUNNING = "UPDATE ledger_meta SET running = ?";

  private final DerbySession session;
  private final CorrectionRows corrections;
  private final AccessRows access;
  private final FingerRows fingers;

  BesideLedger(DerbySession session) {
    this.session = session;
    this.corrections = new CorrectionRows(session, this);
    this.access = new AccessRows(session);
    this.fingers = new FingerRows(session);
  }

  void keep(long seq, Draft draft) throws SQLException {
    switch (draft.content()) {
      case Content.UnidentifiedTap tap when !tap.badge().scheme().hasNumber() -> {
        // Nothing to keep.
      }
      case Content.UnidentifiedTap tap -> {
        PreparedStatement insert = session.statement(INSERT_UNIDENTIFIED);
        insert.setLong(1, seq);
        insert.setString(2, tap.badge().canonical());
        insert.executeUpdate();
      }
      case Content.ServiceStarted _ -> running(true);
      case Content.ServiceStopped _ -> running(false);
      case Content.Retired retired -> {
        PreparedStatement update = session.statement(UPDATE_RETIRED);
        update.setLong(1, retired.last());
        update.executeUpdate();
      }
      case Content.TimeCorrected time -> TimelineRows.insert(session, seq, draft.at(), time);
      case Content.Corrected corrected -> {
        corrections.keep(seq, corrected.correction());
        access.rightPin(corrected.by());
        if (corrected.approvedBy().isPresent()) {
          access.rightPin(corrected.approvedBy().get());
        }
      }
      case Content.PinChanged changed -> access.pin(changed);
      case Content.PinRefused refused -> access.wrongPin(refused, draft.at());
      case Content.PinAccepted(var worker) -> access.rightPin(worker);
      case Content.RolesChanged changed -> access.roles(changed);
      case Content.SiteRosterApplied applied -> {
        PreparedStatement update = session.statement(UPDATE_TOLD);
        update.setString(1, applied.siteVersion());
        update.executeUpdate();
      }
      case Content.ConsentGiven given -> fingers.given(seq, given);
      case Content.ConsentWithdrawn(var worker) -> fingers.removeAll(worker);
      case Content.FingerEnrolled enrolled -> fingers.enrolled(seq, enrolled);
      case Content.FingerDeleted deleted -> fingers.removeFingers(deleted.worker());
      case Content.FingerErased erased -> fingers.erased(erased);
      case Content.WorkerErased(var worker, var _) -> new Erasure(session).remove(worker);
      default -> {
        // Says all by itself.
      }
    }
  }

  Access access(WorkerId worker) throws SQLException {
    return access.of(worker);
  }

  void lastPunch(WorkerId worker, LastPunch last) throws SQLException {
    PreparedStatement update = session.statement(UPDATE_LAST);
    set(update, worker, last);
    if (update.executeUpdate() == 0) {
      PreparedStatement insert = session.statement(INSERT_LAST);
      set(insert, worker, last);
      insert.executeUpdate();
    }
  }

  void noLastPunch(WorkerId worker) throws SQLException {
    PreparedStatement delete = session.statement(DELETE_LAST);
    delete.setString(1, worker.value());
    delete.executeUpdate();
  }

  /// Lets the entry be found at this worker and time.
  ///
  /// @param kind a [Kind], or empty if the entry is not a punch there
  void place(WorkerId worker, Instant time, long seq, String kind) throws SQLException {
    PreparedStatement insert = session.statement(INSERT_PUNCH);
    insert.setString(1, worker.value());
    insert.setLong(2, Micros.of(time));
    insert.setLong(3, seq);
    insert.setString(4, kind);
    insert.executeUpdate();
  }

  private static void set(PreparedStatement statement, WorkerId worker, LastPunch last) throws SQLException {
    statement.setLong(1, last.seq());
    statement.setString(2, last.id().toString());
    statement.setString(3, last.kind().name());
    statement.setLong(4, Micros.of(last.wall()));
    statement.setString(5, last.bootId());
    statement.setLong(6, last.monotonicUs());
    statement.setString(7, last.clock().name());
    statement.setString(8, worker.value());
  }

  private void running(boolean running) throws SQLException {
    PreparedStatement update = session.statement(UPDATE_RUNNING);
    update.setInt(1, running ? 1 : 0);
    update.executeUpdate();
  }
}
