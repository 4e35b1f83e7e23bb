package dev.punchpost.kiosk.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.evidence.Verdict.Broken;
import dev.punchpost.kiosk.evidence.Verdict.Change;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.derby.DerbyLedgerFile;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import dev.punchpost.kiosk.store.derby.StoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody changes the stored ledger with plain SQL. 150 changed fields in CI, 3000 with `-Dpunchpost.full=true`.
class StoredTamperTest {
  private static final int ENTRIES = 60;

  @TempDir
  Path data = Path.of("");
  private final LedgerKey key = LedgerKey.make();
  private final Random random = new Random(20_261_122);
  private Connection sql;

  @BeforeEach
  void fill() throws SQLException {
    AtomicLong ticks = new AtomicLong();
    try (DerbyStore store = DerbyStore.open(new StoreOptions(data, "plant-a", "door-1", SampleLedger.MADRID, 1 << 20,
        () -> ticks.addAndGet(1_000_000), Instant::now))) {
      SampleLedger.fill(store, key, ENTRIES, 15);
    }
    sql = DriverManager.getConnection("jdbc:derby:" + data.resolve("db"));
    sql.setAutoCommit(false);
  }

  @AfterEach
  void shutDown() throws SQLException {
    sql.rollback();
    sql.close();
    stop();
  }

  private void stop() {
    try {
      DriverManager.getConnection("jdbc:derby:" + data.resolve("db") + ";shutdown=true").close();
    } catch (SQLException e) {
      // how Derby says that it is down
    }
  }

  private void run(String statement, Object... values) throws SQLException {
    try (PreparedStatement prepared = sql.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      assertEquals(1, prepared.executeUpdate());
    }
  }

  private String text(String column, long seq) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + column + " FROM ledger WHERE seq = " + seq)) {
      row.next();
      return row.getString(1);
    }
  }

  private byte[] body(long seq) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery("SELECT body FROM ledger WHERE seq = " + seq)) {
      row.next();
      return row.getBytes(1);
    }
  }

  /// The rows as they are in this transaction, which is taken back afterwards.
  private Verdict verifyAndUndo() throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery("SELECT seq, id, type, at_us, body FROM ledger ORDER BY seq")) {
      return new LedgerVerification(List.of(key.publicKey()), List.of()).rows(more -> {
        try {
          while (rows.next() && more.test(new LedgerRow(rows.getLong(1), rows.getString(2), rows.getString(3),
              rows.getLong(4), new String(rows.getBytes(5), StandardCharsets.UTF_8)))) {
            // until it has had enough
          }
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      });
    } finally {
      sql.rollback();
    }
  }

  private void assertFound(long seq, Change change) throws SQLException {
    Verdict verdict = verifyAndUndo();
    Broken broken = assertInstanceOf(Broken.class, verdict, verdict.words());
    assertEquals(change, broken.change(), broken.words());
    assertEquals(seq, broken.seq(), broken.words());
  }

  private String withOneOtherCharacter(String text) {
    int at = random.nextInt(text.length());
    char other = (char) (text.charAt(at) ^ 1 + random.nextInt(15));
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private byte[] withOneOtherByte(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    byte[] other = bytes.clone();
    other[at] ^= (byte) (1 + random.nextInt(255));
    return other;
  }

  @Test
  void anyChangedFieldOfAnyEntryIsNamed() throws SQLException {
    int rounds = Boolean.getBoolean("punchpost.full") ? 3_000 : 150;
    for (int i = 0; i < rounds; i++) {
      long seq = 1 + random.nextInt(ENTRIES);
      switch (random.nextInt(5)) {
        case 0 -> run("UPDATE ledger SET id = ? WHERE seq = ?", withOneOtherCharacter(text("id", seq)), seq);
        case 1 -> run("UPDATE ledger SET type = ? WHERE seq = ?", withOneOtherCharacter(text("type", seq)), seq);
        case 2 -> run("UPDATE ledger SET at_us = at_us + ? WHERE seq = ?", 1 + random.nextInt(1000), seq);
        default -> run("UPDATE ledger SET body = ? WHERE seq = ?", withOneOtherByte(body(seq)), seq);
      }
      assertFound(seq, Change.ALTERED);
    }
    assertInstanceOf(Verdict.Intact.class, verifyAndUndo());
  }

  @Test
  void removedDoubledAndSwappedRowsAreNamed() throws SQLException {
    for (int i = 0; i < 10; i++) {
      long seq = 1 + random.nextInt(ENTRIES - 1);
      long other = seq + 1 + random.nextInt((int) (ENTRIES - seq));
      run("DELETE FROM ledger WHERE seq = ?", seq);
      assertFound(seq, Change.MISSING);
      run("INSERT INTO ledger SELECT ? + 0, id, type, at_us, body FROM ledger WHERE seq = ?", ENTRIES + 1L, seq);
      assertFound(seq, Change.INSERTED);
      byte[] body = body(seq);
      run("UPDATE ledger SET body = ? WHERE seq = ?", body(other), seq);
      run("UPDATE ledger SET body = ? WHERE seq = ?", body, other);
      assertFound(seq, Change.REORDERED);
      run("UPDATE ledger SET seq = ? WHERE seq = ?", 1000L, seq);
      assertFound(seq, Change.REORDERED);
    }
    run("UPDATE ledger SET seq = ? WHERE seq = ?", 1000L, (long) ENTRIES);
    assertFound(ENTRIES, Change.ALTERED);
  }

  @Test
  void theCommandReadsADataDirectoryAndAFolderWithoutALedgerIsRefused() throws SQLException {
    run("UPDATE ledger SET body = ? WHERE seq = ?", withOneOtherByte(body(33)), 33L);
    sql.commit();
    stop();
    Verdict verdict = new LedgerVerification(List.of(), List.of())
        .rows(more -> DerbyLedgerFile.forEachRow(data, () -> 0, more));
    assertTrue(verdict.words().startsWith("broken: entry 33: altered: "), verdict.words());
    org.junit.jupiter.api.Assertions.assertThrows(StoreException.class,
        () -> DerbyLedgerFile.forEachRow(data.resolve("elsewhere"), () -> 0, _ -> true));
    sql = DriverManager.getConnection("jdbc:derby:" + data.resolve("db"));
    sql.setAutoCommit(false);
  }
}
