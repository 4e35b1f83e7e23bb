package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.ledger.Correction;
import dev.punchpost.kiosk.ledger.Correction.Punched;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.timeline.TimeCorrection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a correction changes beside the ledger: where it is found, what it corrects, and the last punch of each worker
/// concerned, so that the next tap goes the right way.
final class CorrectionRows {
  private static final String INSERT = "INSERT INTO corrected (target, seq) VALUES (?, ?)";
  private static final String NEWEST_FIRST = """
      SELECT seq, at_us, kind FROM punch_of --DERBY-PROPERTIES index=PUNCH_OF_WORKER
      WHERE worker = ? ORDER BY at_us DESC, seq DESC""";

  private final DerbySession session;
  private final BesideLedger beside;

  /// A punch in force.
  private record Standing(long seq, Instant time, Kind kind) {}

  CorrectionRows(DerbySession session, BesideLedger beside) {
    this.session = session;
    this.beside = beside;
  }

  /// @param seq of the correction, whose row is there
  void keep(long seq, Correction correction) throws SQLException {
    Map<WorkerId, Optional<Standing>> lastBefore = new LinkedHashMap<>();
    for (Optional<Punched> side : List.of(correction.before(), correction.after())) {
      if (side.isPresent()) {
        lastBefore.put(side.get().worker(), newest(side.get().worker()));
      }
    }
    if (correction.referred().isPresent()) {
      PreparedStatement insert = session.statement(INSERT);
      insert.setLong(1, correction.referred().getAsLong());
      insert.setLong(2, seq);
      insert.executeUpdate();
    }
    Optional<Punched> after = correction.after();
    if (after.isPresent()) {
      beside.place(after.get().worker(), after.get().time(), seq, after.get().kind().name());
    }
    Optional<Punched> before = correction.before();
    if (before.isPresent() && !after.map(CorrectionRows::spot).equals(before.map(CorrectionRows::spot))) {
      beside.place(before.get().worker(), before.get().time(), seq, "");
    }
    for (var entry : lastBefore.entrySet()) {
      Optional<Standing> now = newest(entry.getKey());
      // Only what the correction changed: the last punch by its time is another one than the last tap if the clock
      // stepped, and then the tap decides.
      if (!now.equals(entry.getValue())) {
        if (now.isPresent()) {
          beside.lastPunch(entry.getKey(), lastPunch(now.get()));
        } else {
          beside.noLastPunch(entry.getKey());
        }
      }
    }
  }

  private record Spot(WorkerId worker, Instant time) {}

  private static Spot spot(Punched punch) {
    return new Spot(punch.worker(), punch.time());
  }

  private Optional<Standing> newest(WorkerId worker) throws SQLException {
    PreparedStatement query = session.statement(NEWEST_FIRST);
    query.setString(1, worker.value());
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        if (!row.getString(3).isEmpty() && EntryRows.correctionOf(session, row.getLong(1)) == 0) {
          return Optional
              .of(new Standing(row.getLong(1), Micros.instant(row.getLong(2)), Kind.valueOf(row.getString(3))));
        }
      }
    }
    return Optional.empty();
  }

  /// With the clocks of the tap where the time is the tap's; a time that a supervisor gave is turned into the clock of
  /// the boot in which it was given.
  private LastPunch lastPunch(Standing punch) throws SQLException {
    EntryView entry = view(punch.seq()).orElseThrow(() -> new SQLException("an entry that was just found is missing"));
    EntryView timed = entry;
    Optional<EntryView> next = sameTimeBefore(timed);
    while (next.isPresent()) {
      timed = next.get();
      next = sameTimeBefore(timed);
    }
    if (timed.correction().isPresent() && timed.clock().equals(ClockState.UNSET.name())) {
      // How long before the correction that was, nobody could know then; by wall time, somebody may later.
      return new LastPunch(punch.seq(), entry.id(), punch.kind(), punch.time(), LastPunch.NO_BOOT, 0,
          ClockState.HOLDOVER);
    }
    Optional<TimeCorrection> corrected = timed.correction().isPresent()
        ? Optional.empty()
        : TimelineRows.read(session, Long.MAX_VALUE, Optional.of(timed.bootId())).correctionOf(timed.seq());
    long earlierUs = Duration.between(punch.time(), timed.time().toInstant()).toNanos() / 1_000;
    return new LastPunch(punch.seq(), entry.id(), punch.kind(),
        punch.time().plus(corrected.map(TimeCorrection::offsetUs).orElse(0L), ChronoUnit.MICROS), timed.bootId(),
        timed.monotonicUs() - earlierUs, clock(timed, corrected));
  }

  /// A supervisor's word counts as a known time.
  private static ClockState clock(EntryView timed, Optional<TimeCorrection> corrected) {
    if (timed.correction().isPresent()) {
      return ClockState.HOLDOVER;
    }
    return corrected.map(it -> it.uncertaintyMs().isPresent() ? ClockState.HOLDOVER : ClockState.UNSET)
        .orElseGet(() -> Arrays.stream(ClockState.values()).filter(state -> state.name().equals(timed.clock()))
            .findFirst().orElse(ClockState.UNSET));
  }

  private Optional<EntryView> sameTimeBefore(EntryView entry) throws SQLException {
    Optional<EntryView.Correction> correction = entry.correction();
    if (correction.isEmpty() || correction.get().target().isEmpty()) {
      return Optional.empty();
    }
    boolean same = correction.get().was().isEmpty()
        || correction.get().was().map(EntryView.Punched::time)
            .equals(correction.get().now().map(EntryView.Punched::time));
    return same ? view(correction.get().target().getAsLong()) : Optional.empty();
  }

  private Optional<EntryView> view(long seq) throws SQLException {
    return EntryRows.one(session, seq).map(EntryView::of);
  }
}
