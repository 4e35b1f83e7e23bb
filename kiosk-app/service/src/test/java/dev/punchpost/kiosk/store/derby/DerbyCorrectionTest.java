package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Correction;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.CorrectionContract;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real database, and what only a database can show.
class DerbyCorrectionTest extends CorrectionContract {
  static {
    Stores.withoutFlushes();
  }

  @TempDir
  Path directory = Path.of("");

  @Override
  protected PunchStore open() {
    return DerbyStore.open(Stores.options(directory.resolve("data")));
  }

  private StoredEntry tap(int badge) {
    return append(drafts.of(new Content.UnidentifiedTap(Drafts.FRONT, CredentialId.parse(Drafts.badge(badge)),
        Content.UnidentifiedTap.Reason.UNKNOWN_BADGE)));
  }

  @Test
  void anEntryIsCorrectedOnceOnly() {
    append(drafts.punch("1042", Kind.IN));
    append(corrected(new Correction.Void(1, punched(ANA, Kind.IN, 0))));
    assertThrows(StoreException.class,
        () -> store.writer().append(corrected(new Correction.Void(1, punched(ANA, Kind.IN, 0)))));
    assertEquals(3, append(drafts.punch("1042", Kind.IN)).seq());
  }

  @Test
  void theSameUnknownBadgeIsRecognisedByItsHashAlsoAfterReopening() throws IOException {
    String first = hash(tap(1));
    assertTrue(first.matches("[0-9a-f]{32}"), first);
    assertFalse(hash(tap(2)).equals(first));
    store.close();
    store = open();
    assertEquals(first, hash(tap(1)));
    Path key = directory.resolve("data/badge.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    store.close();
    Files.write(key, new byte[3]);
    store = open();
    assertFalse(hash(tap(1)).equals(first), "a damaged key is replaced");
    assertEquals(32, Files.size(key));
  }

  private static String hash(StoredEntry entry) {
    return EntryView.of(entry).detail("badgeHash").orElseThrow();
  }

  @Test
  void erasingRemovesTheNumbersOfTheWorkersBadgesWhereverTheyWereTapped() throws SQLException {
    store.roster().apply(List.of(Drafts.worker("1042", Drafts.badge(1)), Drafts.worker("1043", Drafts.badge(2))),
        false);
    tap(1); // 1: while she was inactive
    tap(3); // 2: assigned to her
    tap(3); // 3: not assigned, but the same badge
    tap(4); // 4: assigned to her by mistake, then to Ben
    tap(5); // 5: nobody's
    append(corrected(new Correction.Assign(2, punched(ANA, Kind.IN, 1))));
    append(corrected(new Correction.Assign(4, punched(ANA, Kind.IN, 3))));
    append(corrected(new Correction.Replace(7, punched(ANA, Kind.IN, 3), punched(BEN, Kind.IN, 3))));
    append(drafts.of(new Content.WorkerErased(ANA, "left in 2022")));
    assertEquals(List.of("4 " + Drafts.badge(4), "5 " + Drafts.badge(5)),
        rows("SELECT seq, badge FROM unidentified ORDER BY seq"));
    append(drafts.of(new Content.WorkerErased(BEN, "left in 2022")));
    assertEquals(List.of("5 " + Drafts.badge(5)), rows("SELECT seq, badge FROM unidentified ORDER BY seq"));
    assertEquals(List.of(), rows("SELECT version, worker FROM workers"));
    assertEquals(List.of(), rows("SELECT version, badge FROM credentials"));
  }

  @Test
  void erasingReachesTheRowsThatAnInterruptedImportLeft() throws SQLException {
    store.roster().apply(List.of(Drafts.worker("1042", Drafts.badge(1))), false);
    sql("INSERT INTO workers VALUES (2, '1042', 'Ana', 'es', '', 1)",
        "INSERT INTO credentials VALUES (2, '" + Drafts.badge(1) + "', '1042')");
    append(drafts.of(new Content.WorkerErased(ANA, "left in 2022")));
    assertEquals(List.of(), rows("SELECT version, worker FROM workers"));
    assertEquals(List.of(), rows("SELECT version, badge FROM credentials"));
  }

  @Test
  void anErasedNameIsInNoFileOfTheDatabaseAfterScrubbing() throws IOException {
    store.roster().apply(Drafts.thousand("w", 100), false);
    store.roster().apply(List.of(Drafts.worker("1042", Drafts.badge(1))), true);
    tap(1);
    List<String> secrets = List.of("Worker 1042", Drafts.badge(1));
    for (String secret : secrets) {
      assertFalse(filesWith(secret).isEmpty(), secret);
    }
    append(drafts.of(new Content.WorkerErased(ANA, "left in 2022")));
    store.roster().scrub();
    for (String secret : secrets) {
      assertEquals(List.of(), filesWith(secret), secret);
    }
    assertTrue(store.writer().workerFor(CredentialId.parse(Drafts.badge(100))).isPresent());
    assertEquals(3, tap(7).seq());
    store.close();
    store = open();
    assertEquals(3, store.committedThrough());
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = DerbyEngine.connect(directory.resolve("data/db"), false);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1) + " " + row.getString(2));
      }
      return rows;
    }
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DerbyEngine.connect(directory.resolve("data/db"), false);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
