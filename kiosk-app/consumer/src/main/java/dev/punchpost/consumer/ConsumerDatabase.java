package dev.punchpost.consumer;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything that is stored, through JDBC. Several instances may share one database: what belongs together is one
/// transaction, and what only one of them may do is decided by a row. One thread for each object.
public class ConsumerDatabase implements AutoCloseable {
  private static final int PAGE = 5_000;
  private static final int TRIES = 10;
  private static final int IDS_AT_ONCE = 100;
  private static final int DETAIL = 1_000;
  private static final int HOLES = 100;

  private final String url;
  private final Properties login;
  private final LongSupplier nowMs;
  private @Nullable Connection connection;

  /// What became of a batch.
  ///
  /// @param stored new ones
  /// @param again those that were there already
  record Stored(int stored, int again) {}

  /// Something that is not as the contract says.
  enum ProblemKind {
    /// Not valid by its schema.
    INVALID,
    /// Its hash says that it was changed on the way.
    ALTERED,
    /// The same id with another text.
    DIFFERENT,
    /// Another entry has this sequence.
    DOUBLED,
    /// The manifest's hash is not that of what is stored.
    MANIFEST
  }

  /// @param seq 0 if it belongs to no entry
  record Problem(ProblemKind kind, TerminalName terminal, String ledger, long seq, String detail) {}

  /// Connects and makes the tables that are missing.
  ///
  /// @param url of JDBC, whose driver is on the class path
  /// @param login `user` and `password`, or nothing
  /// @param nowMs wall time, milliseconds since 1970
  public ConsumerDatabase(String url, Properties login, LongSupplier nowMs) throws SQLException {
    this.url = url;
    this.login = login;
    this.nowMs = nowMs;
    Tables.make(connection());
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed()) {
      open = DriverManager.getConnection(url, login);
      open.setAutoCommit(false);
      open.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection = open;
    }
    return open;
  }

  /// The connection is thrown away: the next call makes a new one.
  void reconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It was not usable any more.
      }
    }
  }

  /// Stores entries in one transaction: each id once, each sequence of a ledger once.
  ///
  /// @throws SQLException if nothing was stored
  Stored store(List<Entry> entries) throws SQLException {
    Map<String, Entry> byId = new LinkedHashMap<>();
    Map<String, Integer> again = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Entry entry : entries) {
      Entry before = byId.putIfAbsent(entry.id(), entry);
      if (before != null) {
        again.merge(entry.ledger(), 1, Integer::sum);
        different(entry, before.body(), problems);
      }
    }
    for (int attempt = 1;; attempt++) {
      try {
        return storeOnce(List.copyOf(byId.values()), new HashMap<>(again), new ArrayList<>(problems));
      } catch (SQLException e) {
        rollback();
        // Another instance has stored one of them meanwhile.
        if (attempt == TRIES || !isConflict(e)) {
          throw e;
        }
      }
    }
  }

  /// @param againOf copies by ledger, so far
  private Stored storeOnce(List<Entry> entries, Map<String, Integer> againOf, List<Problem> problems)
      throws SQLException {
    Map<String, String> known = bodies(entries.stream().map(Entry::id).toList());
    Map<List<Object>, Entry> wanted = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String stored = known.get(entry.id());
      if (stored != null) {
        againOf.merge(entry.ledger(), 1, Integer::sum);
        different(entry, stored, problems);
      } else if (wanted.putIfAbsent(List.of(entry.ledger(), entry.seq()), entry) != null) {
        problems.add(doubled(entry));
      }
    }
    List<Entry> fresh = new ArrayList<>();
    for (Entry entry : wanted.values()) {
      Optional<String> there = idAt(entry.ledger(), entry.seq());
      if (there.equals(Optional.of(entry.id()))) {
        // Another instance has stored it since the bodies were read.
        againOf.merge(entry.ledger(), 1, Integer::sum);
      } else if (there.isPresent()) {
        problems.add(doubled(entry));
      } else {
        fresh.add(entry);
      }
    }
    insert(fresh);
    for (Entry entry : entries) {
      againOf.putIfAbsent(entry.ledger(), 0);
    }
    for (Map.Entry<String, Integer> ledger : againOf.entrySet()) {
      TerminalName terminal = entries.stream().filter(e -> e.ledger().equals(ledger.getKey())).findFirst()
          .orElseThrow().terminal();
      meet(ledger.getKey(), terminal);
      if (ledger.getValue() > 0) {
        update("UPDATE punchpost_ledger SET again = again + ? WHERE ledger = ?", ledger.getValue(), ledger.getKey());
      }
    }
    for (Problem problem : problems) {
      insert(problem);
    }
    connection().commit();
    return new Stored(fresh.size(), againOf.values().stream().mapToInt(Integer::intValue).sum());
  }

  private static Problem doubled(Entry entry) {
    return new Problem(ProblemKind.DOUBLED, entry.terminal(), entry.ledger(), entry.seq(),
        "entry " + entry.id() + " has the sequence of another one");
  }

  private static void different(Entry entry, String stored, List<Problem> problems) {
    if (!entry.body().equals(stored)) {
      problems.add(new Problem(ProblemKind.DIFFERENT, entry.terminal(), entry.ledger(), entry.seq(),
          "entry " + entry.id() + " came again with another text"));
    }
  }

  /// Adds rows. Overridden only by tests that break it on purpose.
  protected void insert(List<Entry> entries) throws SQLException {
    try (PreparedStatement insert = connection().prepareStatement("""
        INSERT INTO punchpost_entry (id, ledger, seq, site, terminal, type, worker, event_time, body, received_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
      for (Entry entry : entries) {
        insert.setString(1, entry.id());
        insert.setString(2, entry.ledger());
        insert.setLong(3, entry.seq());
        insert.setString(4, entry.terminal().site());
        insert.setString(5, entry.terminal().terminal());
        insert.setString(6, entry.type());
        insert.setString(7, entry.worker().isEmpty() ? null : entry.worker());
        insert.setString(8, entry.time());
        insert.setString(9, entry.body());
        insert.setLong(10, nowMs.getAsLong());
        insert.addBatch();
      }
      if (!entries.isEmpty()) {
        insert.executeBatch();
      }
    }
  }

  private Map<String, String> bodies(List<String> ids) throws SQLException {
    Map<String, String> found = new HashMap<>();
    for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE));
      String marks = some.stream().map(_ -> "?").collect(Collectors.joining(", "));
      try (PreparedStatement query = connection()
          .prepareStatement("SELECT id, body FROM punchpost_entry WHERE id IN (" + marks + ")")) {
        for (int i = 0; i < some.size(); i++) {
          query.setString(i + 1, some.get(i));
        }
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            found.put(row.getString(1), row.getString(2));
          }
        }
      }
    }
    return found;
  }

  private Optional<String> idAt(String ledger, long seq) throws SQLException {
    try (PreparedStatement query = connection()
        .prepareStatement("SELECT id FROM punchpost_entry WHERE ledger = ? AND seq = ?")) {
      query.setString(1, ledger);
      query.setLong(2, seq);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /// SQLSTATE class 23: a constraint; 40: the transaction was rolled back by the database (a deadlock).
  private static boolean isConflict(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null
          && (sql.getSQLState().startsWith("23") || sql.getSQLState().startsWith("40"))) {
        return true;
      }
    }
    return e instanceof BatchUpdateException batch && batch.getNextException() != null
        && isConflict(batch.getNextException());
  }

  /// There is such a ledger. Part of the caller's transaction.
  private void meet(String ledger, TerminalName terminal) throws SQLException {
    try (PreparedStatement query = connection()
        .prepareStatement("SELECT 1 FROM punchpost_ledger WHERE ledger = ?")) {
      query.setString(1, ledger);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          return;
        }
      }
    }
    update("""
        INSERT INTO punchpost_ledger (ledger, site, terminal, through_seq, first_seq, last_seq, sent_seq, holes, again,
          verified_seq, asked_ms, asked_to) VALUES (?, ?, ?, 0, 1, 0, 0, '', 0, 0, 0, 0)""", ledger, terminal.site(),
        terminal.terminal());
  }

  /// What a terminal's status says of its ledger. Numbers only grow; holes are replaced.
  void told(TerminalName terminal, String ledger, long first, long last, long sent, List<Long> holes)
      throws SQLException {
    inTransaction(() -> {
      meet(ledger, terminal);
      update("UPDATE punchpost_ledger SET first_seq = ? WHERE ledger = ? AND first_seq < ?", first, ledger, first);
      update("UPDATE punchpost_ledger SET last_seq = ? WHERE ledger = ? AND last_seq < ?", last, ledger, last);
      update("UPDATE punchpost_ledger SET sent_seq = ? WHERE ledger = ? AND sent_seq < ?", sent, ledger, sent);
      String text = holes.stream().limit(HOLES).map(Object::toString).collect(Collectors.joining(" "));
      update("UPDATE punchpost_ledger SET holes = ? WHERE ledger = ? AND holes <> ?", text, ledger, text);
    });
  }

  /// Moves `through` as far as there is neither a gap nor anything but a hole.
  LedgerState advance(String ledger) throws SQLException {
    LedgerState state = state(ledger).orElseThrow();
    Set<Long> holes = new TreeSet<>(state.holes());
    // What the terminal had removed before this consumer met it will never come.
    long through = Math.max(state.through(), state.first() - 1);
    boolean more = true;
    while (more) {
      List<Long> page = sequencesAfter(ledger, through, PAGE);
      more = page.size() == PAGE;
      for (long seq : page) {
        while (through + 1 < seq && holes.contains(through + 1)) {
          through++;
        }
        if (seq != through + 1) {
          more = false;
          break;
        }
        through = seq;
      }
    }
    while (holes.contains(through + 1)) {
      through++;
    }
    if (through > state.through()) {
      long reached = through;
      inTransaction(() -> update("UPDATE punchpost_ledger SET through_seq = ? WHERE ledger = ? AND through_seq < ?",
          reached, ledger, reached));
    }
    return state(ledger).orElseThrow();
  }

  /// The last sequence that is missing after `through`, not beyond `bound`; empty if nothing is.
  Optional<Long> lastMissing(LedgerState state, long bound) throws SQLException {
    if (bound <= state.through()) {
      return Optional.empty();
    }
    Set<Long> have = new TreeSet<>(state.holes());
    long from = state.through();
    // From the end: what is missing is mostly there.
    for (long end = bound; end > from; end -= PAGE) {
      long start = Math.max(from, end - PAGE);
      have.addAll(sequencesBetween(state.ledger(), start + 1, end));
      for (long seq = end; seq > start; seq--) {
        if (!have.contains(seq)) {
          return Optional.of(seq);
        }
      }
    }
    return Optional.empty();
  }

  private List<Long> sequencesAfter(String ledger, long seq, int most) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (PreparedStatement query = connection()
        .prepareStatement("SELECT seq FROM punchpost_entry WHERE ledger = ? AND seq > ? ORDER BY seq")) {
      query.setMaxRows(most);
      query.setString(1, ledger);
      query.setLong(2, seq);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
    }
    connection().commit();
    return found;
  }

  private List<Long> sequencesBetween(String ledger, long first, long last) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (PreparedStatement query = connection()
        .prepareStatement("SELECT seq FROM punchpost_entry WHERE ledger = ? AND seq >= ? AND seq <= ?")) {
      query.setString(1, ledger);
      query.setLong(2, first);
      query.setLong(3, last);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
    }
    connection().commit();
    return found;
  }

  /// One instance of several may ask for what is missing, once in a while.
  ///
  /// @param first what is missing first: a question that ended before it is answered
  /// @param to last sequence that will be asked for
  /// @return whether it is this one
  boolean mayAsk(String ledger, long first, long to, long everyMs) throws SQLException {
    long now = nowMs.getAsLong();
    int[] rows = new int[1];
    inTransaction(() -> rows[0] = update(
        "UPDATE punchpost_ledger SET asked_ms = ?, asked_to = ? WHERE ledger = ? AND (asked_ms <= ? OR asked_to < ?)",
        now, to, ledger, now - everyMs, first));
    return rows[0] == 1;
  }

  /// SHA-256 over the ids of a block of entries, as the manifest has it; empty if one is missing.
  Optional<String> blockHash(String ledger, long first, long last) throws SQLException {
    StringBuilder ids = new StringBuilder();
    long expected = first;
    try (PreparedStatement query = connection().prepareStatement(
        "SELECT seq, id FROM punchpost_entry WHERE ledger = ? AND seq >= ? AND seq <= ? ORDER BY seq")) {
      query.setString(1, ledger);
      query.setLong(2, first);
      query.setLong(3, last);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          if (row.getLong(1) == expected) {
            ids.append(row.getString(2)).append('\n');
            expected++;
          }
        }
      }
    }
    connection().commit();
    return expected == last + 1 ? Optional.of(Entry.hex(ids.toString())) : Optional.empty();
  }

  void verified(String ledger, long through) throws SQLException {
    inTransaction(() -> update(
        "UPDATE punchpost_ledger SET verified_seq = ? WHERE ledger = ? AND verified_seq < ?", through, ledger, through));
  }

  void report(Problem problem) throws SQLException {
    inTransaction(() -> insert(problem));
  }

  private void insert(Problem problem) throws SQLException {
    update("""
        INSERT INTO punchpost_problem (id, kind, site, terminal, ledger, seq, detail, seen_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""", UUID.randomUUID().toString(), problem.kind().name(),
        problem.terminal().site(), problem.terminal().terminal(), problem.ledger(), problem.seq(),
        problem.detail().substring(0, Math.min(DETAIL, problem.detail().length())), nowMs.getAsLong());
  }

  Optional<LedgerState> state(String ledger) throws SQLException {
    return states("WHERE ledger = ?", ledger).stream().findFirst();
  }

  /// All ledgers, ordered by terminal.
  List<LedgerState> states() throws SQLException {
    return states("ORDER BY site, terminal, ledger");
  }

  private List<LedgerState> states(String how, Object... values) throws SQLException {
    List<LedgerState> found = new ArrayList<>();
    try (PreparedStatement query = connection().prepareStatement("""
        SELECT site, terminal, ledger, through_seq, first_seq, last_seq, sent_seq, holes, again, verified_seq
        FROM punchpost_ledger\s""" + how)) {
      set(query, values);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String holes = row.getString(8).strip();
          found.add(new LedgerState(new TerminalName(row.getString(1), row.getString(2)), row.getString(3),
              row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7),
              holes.isEmpty() ? List.of() : Arrays.stream(holes.split(" ")).map(Long::valueOf).toList(),
              row.getLong(9), row.getLong(10)));
        }
      }
    }
    connection().commit();
    return found;
  }

  /// One number of a query.
  long count(String sql, Object... values) throws SQLException {
    long number;
    try (PreparedStatement query = connection().prepareStatement(sql)) {
      set(query, values);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        number = row.getLong(1);
      }
    }
    connection().commit();
    return number;
  }

  private interface Work {
    void run() throws SQLException;
  }

  private void inTransaction(Work work) throws SQLException {
    for (int attempt = 1;; attempt++) {
      try {
        work.run();
        connection().commit();
        return;
      } catch (SQLException e) {
        rollback();
        if (attempt == TRIES || !isConflict(e)) {
          throw e;
        }
      }
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      set(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case Object text -> statement.setString(i + 1, text.toString());
      }
    }
  }

  private void rollback() {
    Connection open = connection;
    if (open != null) {
      try {
        open.rollback();
      } catch (SQLException e) {
        reconnect();
      }
    }
  }

  /// Rolls back what is open and disconnects.
  @Override
  public void close() {
    rollback();
    reconnect();
  }
}
