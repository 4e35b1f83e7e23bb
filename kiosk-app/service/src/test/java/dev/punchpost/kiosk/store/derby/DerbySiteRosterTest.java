package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore.SiteVersion;
import dev.punchpost.kiosk.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A roster from the site goes in gently, may be given up at any time, and is told of.
class DerbySiteRosterTest {
  static {
    Stores.withoutFlushes();
  }

  private static final SiteVersion SPRING = new SiteVersion("spring", "0".repeat(64));

  @TempDir
  Path directory;

  private PunchStore open() {
    return DerbyStore.open(Stores.options(directory.resolve("data")));
  }

  private static List<Worker> workers(int count) {
    return IntStream.range(0, count).mapToObj(n -> Drafts.worker("w" + n, Drafts.badge(n))).toList();
  }

  @Test
  void aRosterOfWhichNoEntryTellsIsKnownAsSuchAfterACut() {
    try (PunchStore store = open()) {
      store.roster().applyFromSite(workers(3), SPRING);
    }
    try (PunchStore store = open()) {
      assertEquals(Optional.of(SPRING), store.roster().site());
      assertEquals(Optional.empty(), store.roster().toldSite());
      store.writer().append(new Drafts().of(new Content.SiteRosterApplied("spring", 1, 3, 3)));
      store.writer().commit();
    }
    try (PunchStore store = open()) {
      assertEquals(Optional.of("spring"), store.roster().toldSite());
    }
  }

  @Test
  void closingTheStoreEndsALargeRosterAndLeavesTheOldOneInForce() throws InterruptedException {
    try (var executor = Executors.newSingleThreadExecutor()) {
      PunchStore store = open();
      store.roster().apply(workers(5), false);
      Future<?> large = executor.submit(() -> store.roster().applyFromSite(workers(50_000), SPRING));
      // Others may ask meanwhile.
      while (!large.isDone() && store.roster().workers().size() != 5) {
        Thread.onSpinWait();
      }
      store.close();
      ExecutionException ended = assertThrows(ExecutionException.class, large::get);
      assertTrue(ended.getCause() instanceof StoreException, String.valueOf(ended.getCause()));
    }
    try (PunchStore store = open()) {
      assertEquals(5, store.roster().workers().size());
      assertEquals(Optional.empty(), store.roster().site());
    }
  }

  @Test
  void whatAnImportLeftThatWasCutOffIsRemovedALittleAtATime() throws SQLException {
    try (PunchStore store = open()) {
      store.roster().apply(workers(3), false);
    }
    String url = "jdbc:derby:" + directory.resolve("data").resolve("db");
    try (Connection sql = DriverManager.getConnection(url); Statement statement = sql.createStatement()) {
      for (int i = 0; i < 250; i++) {
        statement.execute("INSERT INTO credentials VALUES (2, 'uid:" + i + "', 'w1')");
      }
      statement.execute("INSERT INTO workers SELECT 2, worker, name, language, roles, active FROM workers");
    }
    assertThrows(SQLException.class, () -> DriverManager.getConnection(url + ";shutdown=true"));
    try (PunchStore store = open()) {
      assertEquals(3, store.roster().activeWorkers());
      List<Integer> removed = new ArrayList<>();
      do {
        removed.add(store.roster().removeSomeLeftovers());
      } while (removed.getLast() > 0);
      assertEquals(List.of(103, 100, 50, 0), removed);
      assertEquals(3, store.roster().workers().size());
      assertEquals(3, store.roster().workers().stream().mapToInt(worker -> worker.credentials().size()).sum());
    }
  }
}
