package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong while the store is open, and threads that meet.
class DerbyStoreFailureTest {
  static {
    Stores.withoutFlushes();
  }

  private final Drafts drafts = new Drafts();
  private final AtomicLong ticks = new AtomicLong();

  @TempDir
  Path temporary = Path.of("");

  private Path data = Path.of("");

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
  }

  @Test
  void aDatabaseThatWasShutDownIsOpenedAgainAndTheSequenceGoesOn() {
    try (DerbyStore store = open(1 << 20)) {
      append(store, drafts.punch("1042", Kind.IN));
      store.writer().append(drafts.punch("1042", Kind.OUT));
      DerbyEngine.shutdown(data.resolve("db"));
      assertThrows(StoreException.class, () -> store.writer().commit());
      ticks.addAndGet(1_000_000);
      // The unit of the failure is gone and its sequence is free.
      assertEquals(2, append(store, drafts.punch("1042", Kind.OUT)).seq());
      assertEquals(2, store.committedThrough());
      store.outbox().markDelivered(2);
      assertEquals(2, store.outbox().after(0, 10).size());
    }
  }

  @Test
  void theOutboxOutlivesAShutDownToo() {
    try (DerbyStore store = open(1 << 20)) {
      append(store, drafts.punch("1042", Kind.IN));
      assertEquals(1, store.outbox().after(0, 10).size());
      DerbyEngine.shutdown(data.resolve("db"));
      assertThrows(StoreException.class, () -> store.outbox().after(0, 10));
      ticks.addAndGet(1_000_000);
      assertEquals(1, store.outbox().after(0, 10).size());
      store.outbox().markDelivered(1);
      assertEquals(1, store.outbox().deliveredThrough());
    }
  }

  @Test
  void aDatabaseThatDoesNotComeUpIsTriedOnceASecond() {
    try (DerbyStore store = open(1 << 20)) {
      append(store, drafts.punch("1042", Kind.IN));
      Path database = data.resolve("db");
      Path away = data.resolve("away");
      DerbyEngine.shutdown(database);
      assertTrue(database.toFile().renameTo(away.toFile()));
      List<String> messages = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        StoreException failure = assertThrows(StoreException.class,
            () -> append(store, drafts.punch("1042", Kind.OUT)));
        messages.add(String.valueOf(failure.getMessage()));
      }
      assertTrue(messages.getLast().contains("within a second"), messages.toString());
      assertTrue(away.toFile().renameTo(database.toFile()));
      assertThrows(StoreException.class, () -> append(store, drafts.punch("1042", Kind.OUT)));
      ticks.addAndGet(1_000_000);
      assertEquals(2, append(store, drafts.punch("1042", Kind.OUT)).seq());
    }
  }

  @Test
  void nothingIsWrittenWhenTheDiskIsNearlyFull() {
    open(1 << 20).close();
    try (DerbyStore store = open(Long.MAX_VALUE)) {
      for (Runnable write : List.<Runnable>of(() -> store.writer().append(drafts.punch("1042", Kind.IN)),
          () -> store.roster().apply(List.of(), false))) {
        StoreException refused = assertThrows(StoreException.class, write::run);
        assertEquals(StoreException.Kind.FULL, refused.kind());
      }
      store.writer().commit();
      assertEquals(0, store.committedThrough());
      assertTrue(store.writer().workerFor(CredentialId.parse(Drafts.badge(1))).isEmpty());
    }
  }

  @Test
  void theNumberOfAnUnknownBadgeIsKeptBesideTheLedgerOnly() throws SQLException {
    try (DerbyStore store = open(1 << 20)) {
      StoredEntry entry = append(store, drafts.of(new Content.UnidentifiedTap(Drafts.FRONT,
          CredentialId.parse("em:0F002EC3E3"), Content.UnidentifiedTap.Reason.UNKNOWN_BADGE)));
      assertTrue(!entry.body().contains("2EC3E3"));
      try (Connection connection = DerbyEngine.connect(data.resolve("db"), false);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT seq, badge FROM unidentified")) {
        assertTrue(row.next());
        assertEquals(1, row.getLong(1));
        assertEquals("em:0F002EC3E3", row.getString(2));
      }
    }
  }

  @Test
  void aSchemaOfNewerSoftwareIsTakenAsItIs() throws SQLException {
    open(1 << 20).close();
    sql("ALTER TABLE ledger ADD COLUMN later VARCHAR(10)", "CREATE TABLE later (a INT)",
        "INSERT INTO schema_version VALUES (99, CURRENT_TIMESTAMP)");
    try (DerbyStore store = open(1 << 20)) {
      assertTrue(store.setAside().isEmpty());
      assertEquals(1, append(store, drafts.punch("1042", Kind.IN)).seq());
    }
  }

  @Test
  void aDeliveryMarkAheadOfTheLedgerIsTakenBack() throws SQLException {
    try (DerbyStore store = open(1 << 20)) {
      append(store, drafts.punch("1042", Kind.IN));
    }
    sql("UPDATE delivery SET mark = 77");
    try (DerbyStore store = open(1 << 20)) {
      assertEquals(1, store.outbox().deliveredThrough());
    }
  }

  @Test
  void aRosterThatWasCutInTheMiddleIsTheOldOneAndLeavesNothing() throws SQLException {
    try (DerbyStore store = open(1 << 20)) {
      store.roster().apply(List.of(Drafts.worker("a", Drafts.badge(1))), false);
    }
    // As after a power cut before the last step: rows of version 2 are there, version 1 is in force.
    sql("INSERT INTO workers VALUES (2, 'b', 'B', '', '', 1)", "INSERT INTO credentials VALUES (2, '" + Drafts.badge(1)
        + "', 'b')");
    try (DerbyStore store = open(1 << 20)) {
      assertEquals(1, store.roster().version());
      assertEquals("a", store.writer().workerFor(CredentialId.parse(Drafts.badge(1))).orElseThrow().id().value());
      assertEquals(2, store.roster().removeSomeLeftovers());
      assertEquals(0, rows("SELECT COUNT(*) FROM workers WHERE version <> 1"));
      assertEquals(0, rows("SELECT COUNT(*) FROM credentials WHERE version <> 1"));
      assertEquals(2, store.roster().apply(List.of(Drafts.worker("c", Drafts.badge(2))), false).version());
    }
  }

  @Test
  void aRosterInForceLeavesNoRowsOfTheOneBefore() throws SQLException {
    try (DerbyStore store = open(1 << 20)) {
      store.roster().apply(Drafts.thousand("w", 1), false);
      store.roster().apply(Drafts.thousand("w", 5_000), false);
      assertEquals(1_000, rows("SELECT COUNT(*) FROM workers"));
      assertEquals(1_000, rows("SELECT COUNT(*) FROM credentials"));
    }
  }

  /// Every badge belongs to one of two workers, depending on the roster. While rosters change, a look-up must give one
  /// of them, active, and the punches of the meantime must all be there.
  @Test
  void tapsGoOnWhileRostersAreAppliedAndTheOutboxIsRead() throws InterruptedException, ExecutionException {
    try (DerbyStore store = open(1 << 20); ExecutorService threads = Executors.newFixedThreadPool(2)) {
      store.roster().apply(Drafts.thousand("a", 1), false);
      AtomicBoolean done = new AtomicBoolean();
      CountDownLatch started = new CountDownLatch(1);
      Future<RosterStore.Applied> rosters = threads.submit(() -> {
        started.await();
        RosterStore.Applied applied = store.roster().apply(Drafts.thousand("b", 1), false);
        for (int i = 0; i < 5; i++) {
          applied = store.roster().apply(Drafts.thousand(i % 2 == 0 ? "a" : "b", 1), false);
        }
        return applied;
      });
      Future<Set<Long>> outbox = threads.submit(() -> {
        Set<Long> seen = new HashSet<>();
        long at = 0;
        while (!done.get() || at < store.committedThrough()) {
          for (StoredEntry entry : store.outbox().after(at, 50)) {
            assertTrue(seen.add(entry.seq()));
            at = entry.seq();
          }
        }
        return seen;
      });
      started.countDown();
      for (int i = 0; !rosters.isDone(); i++) {
        Worker worker = store.writer().workerFor(CredentialId.parse(Drafts.badge(1 + i % 1_000))).orElseThrow();
        assertTrue(worker.active());
        assertEquals(String.format("%04d", i % 1_000), worker.id().value().substring(1));
        append(store, drafts.punch(worker.id().value(), Kind.IN));
      }
      assertEquals(1_000, rosters.get().workers());
      done.set(true);
      assertEquals(store.committedThrough(), outbox.get().size());
    }
  }

  @Test
  void anExportSeesOnlyWhatIsCommitted() {
    try (DerbyStore store = open(1 << 20)) {
      append(store, drafts.punch("1042", Kind.IN));
      store.writer().append(drafts.punch("1042", Kind.OUT));
      List<Long> seen = new ArrayList<>();
      store.reader().forEach(0, Optional.of(Drafts.START), Optional.empty(), entry -> seen.add(entry.seq()));
      assertEquals(List.of(1L), seen);
      store.writer().commit();
    }
  }

  private DerbyStore open(long minimumFree) {
    StoreOptions options = Stores.options(data);
    return DerbyStore.open(new StoreOptions(data, options.site(), options.terminal(), options.zone(), minimumFree,
        ticks::get, options.wall()));
  }

  private static StoredEntry append(DerbyStore store, Draft draft) {
    StoredEntry entry = store.writer().append(draft);
    store.writer().commit();
    return entry;
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DerbyEngine.connect(data.resolve("db"), false);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } finally {
      DerbyEngine.shutdown(data.resolve("db"));
    }
  }

  private long rows(String sql) throws SQLException {
    try (Connection connection = DerbyEngine.connect(data.resolve("db"), false);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
