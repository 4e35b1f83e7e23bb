package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.NextRoster;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Rosters side by side, by version. A new one is written beside the one in force, in small transactions; one update of
/// one row puts it in force; then the old one's rows are removed, again in small transactions. What a power cut leaves
/// of a version that is not in force is removed when the store is opened.
///
/// A roster from the site pauses after each batch and lets other calls in: done as fast as it goes it would take half of
/// the machine from taps, and make garbage quicker than a small heap can take without long pauses.
final class DerbyRoster implements RosterStore, AutoCloseable {
  /// How fast rows go in and out. The batches are far below the 5,000 row locks at which Derby locks a whole table
  /// (`derby.locks.escalationThreshold`).
  private enum Pace {
    AT_ONCE(500, 0),
    GENTLY(100, 25);

    final int batch;
    final long pauseMs;

    /// @param batch rows of one transaction
    /// @param pauseMs after each of them
    Pace(int batch, long pauseMs) {
      this.batch = batch;
      this.pauseMs = pauseMs;
    }
  }

  private static final int FILLER = 30_000;

  /// Rows of versions before or after the one in force.
  private record Leftovers(String table, String key, String side) {}

  private static final List<Leftovers> LEFTOVERS = List.of(new Leftovers("credentials", "badge", "<"),
      new Leftovers("credentials", "badge", ">"), new Leftovers("workers", "worker", "<"),
      new Leftovers("workers", "worker", ">"));

  private final DerbySession session;
  private final FreeSpace space;
  private final AtomicLong inForce;
  private boolean applying;
  private boolean closed;

  /// @param inForce version in force, moved here and read by the punch thread
  DerbyRoster(DerbyDatabase database, FreeSpace space, AtomicLong inForce) {
    this.session = new DerbySession(database, Connection.TRANSACTION_READ_COMMITTED);
    this.space = space;
    this.inForce = inForce;
  }

  @Override
  public synchronized List<Worker> workers() {
    try {
      open();
      List<Worker> workers = read();
      session.commit();
      return workers;
    } catch (SQLException e) {
      throw session.failed("reading the roster", e);
    }
  }

  @Override
  public synchronized Optional<Worker> worker(WorkerId id) {
    try {
      open();
      PreparedStatement query = session.statement("""
          SELECT worker, name, language, roles, active FROM workers --DERBY-PROPERTIES constraint=WORKERS_PK
          WHERE version = ? AND worker = ?""");
      query.setLong(1, inForce.get());
      query.setString(2, id.value());
      Optional<Worker> found = Optional.empty();
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          found = Optional.of(RosterRows.worker(row, List.of()));
        }
      }
      session.commit();
      return found;
    } catch (SQLException e) {
      throw session.failed("looking up a worker", e);
    }
  }

  @Override
  public synchronized Applied apply(List<Worker> workers, boolean merge) {
    return alone(() -> apply(workers, merge, Optional.empty()));
  }

  @Override
  public synchronized Applied applyFromSite(List<Worker> workers, SiteVersion site) {
    return alone(() -> apply(workers, false, Optional.of(site)));
  }

  @Override
  public synchronized Optional<SiteVersion> site() {
    try {
      open();
      Optional<SiteVersion> site = Optional.empty();
      try (ResultSet row = session.statement("SELECT site_version, site_sha256 FROM roster").executeQuery()) {
        if (row.next() && row.getString(1) != null) {
          site = Optional.of(new SiteVersion(row.getString(1), row.getString(2)));
        }
      }
      session.commit();
      return site;
    } catch (SQLException e) {
      throw session.failed("reading the roster's version", e);
    }
  }

  @Override
  public synchronized Optional<String> toldSite() {
    try {
      open();
      String told = null;
      try (ResultSet row = session.statement("SELECT site_version FROM roster_told").executeQuery()) {
        if (row.next()) {
          told = row.getString(1);
        }
      }
      session.commit();
      return Optional.ofNullable(told);
    } catch (SQLException e) {
      throw session.failed("reading the roster's version", e);
    }
  }

  /// Waits until no roster is being applied; none begins meanwhile.
  private synchronized Applied alone(Supplier<Applied> work) {
    while (applying && !closed) {
      await(0);
    }
    requireOpen();
    applying = true;
    try {
      return work.get();
    } finally {
      applying = false;
      notifyAll();
    }
  }

  /// Lets go of this object for so long, or until somebody calls.
  ///
  /// @param millis 0 for no end
  private synchronized void await(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(StoreException.Kind.FAILED, "interrupted", e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreException(StoreException.Kind.FAILED, "the store is being closed", null);
    }
  }

  private Applied apply(List<Worker> workers, boolean merge, Optional<SiteVersion> site) {
    Pace pace = site.isPresent() ? Pace.GENTLY : Pace.AT_ONCE;
    space.requireForEntries();
    try {
      open();
      removeLeftovers(pace);
      List<Worker> next = NextRoster.of(read(), workers, merge);
      session.commit();
      long version = inForce.get() + 1;
      stage(version, next, pace);
      putInForce(version, site);
      List<Worker> active = next.stream().filter(Worker::active).toList();
      Applied applied = new Applied(version, active.size(),
          active.stream().mapToInt(worker -> worker.credentials().size()).sum());
      removeLeftovers(pace);
      return applied;
    } catch (SQLException e) {
      throw session.failed("applying the roster", e);
    }
  }

  @Override
  public synchronized void scrub() {
    try {
      open();
      for (String table : List.of("WORKERS", "CREDENTIALS", "UNIDENTIFIED", "PINS", "CONSENTS", "FINGERS")) {
        try (CallableStatement copy = session.call("CALL SYSCS_UTIL.SYSCS_COMPRESS_TABLE('APP', ?, 1)")) {
          copy.setString(1, table);
          copy.execute();
        }
        session.commit();
      }
      fillTheLog();
      // The tables' old files go with a checkpoint, and so do log files that are full.
      try (CallableStatement checkpoint = session.call("CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()")) {
        checkpoint.execute();
      }
      session.commit();
    } catch (SQLException e) {
      throw session.failed("writing the roster anew", e);
    }
  }

  private void fillTheLog() throws SQLException {
    PreparedStatement fill = session.statement("UPDATE log_filler SET filler = ?");
    int written = 0;
    while (written <= DerbyEngine.LOG_FILE) {
      fill.setBytes(1, new byte[FILLER]);
      fill.executeUpdate();
      written += FILLER;
      if (written % (FILLER * 32) == 0) {
        session.commit();
      }
    }
    session.commit();
    fill.setBytes(1, new byte[1]);
    fill.executeUpdate();
    session.commit();
  }

  @Override
  public long version() {
    return inForce.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    while (applying) {
      await(0);
    }
    session.close();
  }

  @Override
  public synchronized int removeSomeLeftovers() {
    if (applying) {
      return 0; // it removes them itself
    }
    try {
      open();
      int removed = 0;
      for (Leftovers each : LEFTOVERS) {
        removed += removeSome(each, Pace.GENTLY.batch);
      }
      return removed;
    } catch (SQLException e) {
      throw session.failed("removing what is left of a roster", e);
    }
  }

  @Override
  public synchronized int activeWorkers() {
    try {
      open();
      PreparedStatement query = session.statement("""
          SELECT COUNT(*) FROM workers --DERBY-PROPERTIES constraint=WORKERS_PK
          WHERE version = ? AND active = 1""");
      query.setLong(1, inForce.get());
      int count;
      try (ResultSet row = query.executeQuery()) {
        row.next();
        count = row.getInt(1);
      }
      session.commit();
      return count;
    } catch (SQLException e) {
      throw session.failed("counting the roster", e);
    }
  }

  private void open() throws SQLException {
    if (session.open()) {
      inForce.accumulateAndGet(DerbyContents.rosterVersion(session), Math::max);
    }
  }

  private List<Worker> read() throws SQLException {
    long version = inForce.get();
    Map<String, List<CredentialId>> badges = new HashMap<>();
    PreparedStatement credentials = session.statement("""
        SELECT worker, badge FROM credentials --DERBY-PROPERTIES constraint=CREDENTIALS_PK
        WHERE version = ? ORDER BY badge""");
    credentials.setLong(1, version);
    try (ResultSet row = credentials.executeQuery()) {
      while (row.next()) {
        badges.computeIfAbsent(row.getString(1), worker -> new ArrayList<>()).add(CredentialId.parse(row.getString(2)));
      }
    }
    List<Worker> workers = new ArrayList<>();
    PreparedStatement query = session.statement("""
        SELECT worker, name, language, roles, active FROM workers --DERBY-PROPERTIES constraint=WORKERS_PK
        WHERE version = ? ORDER BY worker""");
    query.setLong(1, version);
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        workers.add(RosterRows.worker(row, badges.getOrDefault(row.getString(1), List.of())));
      }
    }
    return workers;
  }

  private void stage(long version, List<Worker> workers, Pace pace) throws SQLException {
    PreparedStatement worker = session.statement("INSERT INTO workers VALUES (?, ?, ?, ?, ?, ?)");
    PreparedStatement credential = session.statement("INSERT INTO credentials VALUES (?, ?, ?)");
    int rows = 0;
    for (Worker each : workers) {
      worker.setLong(1, version);
      worker.setString(2, each.id().value());
      worker.setString(3, each.name());
      worker.setString(4, each.language());
      worker.setString(5, RosterRows.roles(each.roles()));
      worker.setInt(6, each.active() ? 1 : 0);
      worker.executeUpdate();
      rows = commitWhenFull(rows + 1, pace);
      for (CredentialId badge : each.credentials()) {
        credential.setLong(1, version);
        credential.setString(2, badge.canonical());
        credential.setString(3, each.id().value());
        credential.executeUpdate();
        rows = commitWhenFull(rows + 1, pace);
      }
    }
    session.commit();
  }

  private int commitWhenFull(int rows, Pace pace) throws SQLException {
    if (rows < pace.batch) {
      return rows;
    }
    session.commit();
    giveWay(pace);
    return 0;
  }

  private void giveWay(Pace pace) {
    if (pace.pauseMs > 0) {
      await(pace.pauseMs);
      requireOpen();
    }
  }

  private void putInForce(long version, Optional<SiteVersion> site) throws SQLException {
    if (site.isPresent()) {
      PreparedStatement update = session
          .statement("UPDATE roster SET version = ?, site_version = ?, site_sha256 = ?");
      update.setLong(1, version);
      update.setString(2, site.get().version());
      update.setString(3, site.get().sha256());
      update.executeUpdate();
    } else {
      PreparedStatement update = session.statement("UPDATE roster SET version = ?");
      update.setLong(1, version);
      update.executeUpdate();
    }
    session.commit();
    inForce.set(version);
  }

  private void removeLeftovers(Pace pace) throws SQLException {
    for (Leftovers each : LEFTOVERS) {
      while (removeSome(each, pace.batch) == pace.batch) {
        giveWay(pace);
      }
    }
  }

  private int removeSome(Leftovers of, int most) throws SQLException {
    record Key(long version, String value) {}
    List<Key> keys = new ArrayList<>();
    PreparedStatement query = session.statement("SELECT version, " + of.key + " FROM " + of.table
        + " --DERBY-PROPERTIES constraint=" + of.table + "_PK\nWHERE version " + of.side + " ? FETCH FIRST " + most
        + " ROWS ONLY");
    query.setLong(1, inForce.get());
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        keys.add(new Key(row.getLong(1), row.getString(2)));
      }
    }
    for (Key each : keys) {
      // Derby takes no hint in a DELETE or UPDATE; it takes the index for a whole unique key by itself.
      PreparedStatement delete = session
          .statement("DELETE FROM " + of.table + " WHERE version = ? AND " + of.key + " = ?");
      delete.setLong(1, each.version());
      delete.setString(2, each.value());
      delete.executeUpdate();
    }
    session.commit();
    return keys.size();
  }
}
