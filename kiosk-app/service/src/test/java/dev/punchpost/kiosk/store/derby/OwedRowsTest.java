package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import dev.punchpost.kiosk.store.PunchStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a tap does not wait for: a worker's last punch, where punches are found, and the spans of time. Whatever ends the
/// run in between, they are right afterwards.
class OwedRowsTest {
  static {
    Stores.withoutFlushes();
  }

  private static final WorkerId ANA = new WorkerId("1042");
  private static final Instant EVER = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir
  Path directory = Path.of("");

  private final Drafts drafts = new Drafts();
  private PunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium());

  private PunchStore open() {
    return DerbyStore.open(Stores.options(directory.resolve("data")));
  }

  @BeforeEach
  void start() {
    store = open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsSettledIsStoredWithTheNextUnit() {
    punches(3, true);
    reopen();
    assertStands(3);
  }

  @Test
  void whatWasNeverSettledIsFoundInTheLedger() {
    punches(1, false);
    reopen();
    assertStands(1);
    punches(2, false);
    reopen();
    assertStands(3);
  }

  @Test
  void aLargeUnitIsFoundWhole() {
    LedgerWriter writer = store.writer();
    for (int i = 0; i < 300; i++) {
      writer.append(drafts.punch("1042", i % 2 == 0 ? Kind.IN : Kind.OUT));
    }
    writer.commit();
    reopen();
    assertStands(300);
  }

  @Test
  void aUnitThatRecordsNothingTakesNothingBack() {
    punches(2, true);
    store.writer().lastPunch(ANA);
    store.writer().rollback();
    punches(1, true);
    reopen();
    assertStands(3);
  }

  @Test
  void aDroppedUnitTakesOnlyItsOwnBack() {
    punches(2, true);
    store.writer().append(drafts.punch("1042", Kind.IN));
    store.writer().append(drafts.of(new Content.ServiceStarted("0.1.0", true)));
    store.writer().rollback();
    assertEquals(2, store.writer().lastPunch(ANA).orElseThrow().seq());
    punches(1, false);
    reopen();
    assertStands(3);
  }

  @Test
  void entriesOfOtherKindsComeBetween() {
    punches(1, false);
    LedgerWriter writer = store.writer();
    for (int i = 0; i < 200; i++) {
      writer.append(drafts.of(new Content.ServiceStarted("0.1.0", true)));
    }
    writer.commit();
    reopen();
    assertEquals(1, store.writer().lastPunch(ANA).orElseThrow().seq());
    assertEquals(List.of(1L), store.history().sequences(ANA, Instant.EPOCH, EVER));
  }

  @Test
  void timesThatGoBackAndForthAreFoundAsAScanFindsThem() {
    Random random = new Random(42);
    List<Instant> times = new ArrayList<>();
    LedgerWriter writer = store.writer();
    Instant now = Drafts.START;
    while (times.size() < 3_400) {
      for (int i = 0; i < 50; i++) {
        now = random.nextInt(400) == 0
            ? now.plusSeconds(random.nextInt(2_000_000) - 1_000_000)
            : now.plusSeconds(random.nextInt(60));
        writer.append(drafts.at(now, new Content.ServiceStarted("0.1.0", true)));
        times.add(now);
      }
      if (random.nextInt(10) == 0) {
        // A dropped unit, now and then across the end of a span.
        for (int i = 0; i < 70; i++) {
          writer.append(drafts.at(EVER, new Content.ServiceStarted("0.1.0", true)));
        }
        writer.rollback();
        times.subList(times.size() - 50, times.size()).clear();
      } else {
        writer.commit();
      }
      if (random.nextInt(15) == 0) {
        reopen();
        writer = store.writer();
      }
    }
    for (int i = 0; i < 60; i++) {
      Instant from = times.get(random.nextInt(times.size())).plusMillis(random.nextInt(3) - 1);
      Instant to = from.plusSeconds(random.nextInt(500_000));
      assertEquals(scan(times, from, EVER, false), store.reader().firstAt(from), "first at " + from);
      assertEquals(scan(times, Instant.EPOCH, from, true), store.reader().lastBefore(from), "last before " + from);
      List<Long> found = new ArrayList<>();
      store.reader().forEach(1, Optional.of(from), Optional.of(to), entry -> found.add(entry.seq()));
      List<Long> expected = new ArrayList<>();
      for (int k = 0; k < times.size(); k++) {
        if (!times.get(k).isBefore(from) && times.get(k).isBefore(to)) {
          expected.add(k + 1L);
        }
      }
      assertEquals(expected, found);
    }
    assertEquals(OptionalLong.empty(), store.reader().firstAt(EVER));
    assertEquals(OptionalLong.empty(), store.reader().lastBefore(Instant.EPOCH));
  }

  @Test
  void aSpanIsNoWiderThanItsEntriesAlsoAfterReopening() throws SQLException {
    for (int i = 0; i < 2; i++) {
      LedgerWriter writer = store.writer();
      for (int k = 0; k < 1_000; k++) {
        writer.append(drafts.of(new Content.ServiceStarted("0.1.0", true)));
      }
      writer.commit();
      reopen();
    }
    store.close();
    try (Connection connection = DerbyEngine.connect(directory.resolve("data").resolve("db"), false);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT last_seq, from_us, to_us FROM ledger_span ORDER BY last_seq")) {
      for (int i = 0; i < 2; i++) {
        assertTrue(row.next());
        assertEquals(1_000 * (i + 1), row.getLong(1));
        assertEquals(Micros.of(Drafts.START.plusSeconds(1_000 * i)), row.getLong(2));
        assertEquals(Micros.of(Drafts.START.plusSeconds(1_000 * i + 999)), row.getLong(3));
      }
    } finally {
      DerbyEngine.shutdown(directory.resolve("data").resolve("db"));
    }
    store = open();
  }

  private static OptionalLong scan(List<Instant> times, Instant from, Instant to, boolean last) {
    OptionalLong found = OptionalLong.empty();
    for (int i = 0; i < times.size(); i++) {
      if (!times.get(i).isBefore(from) && times.get(i).isBefore(to) && (last || found.isEmpty())) {
        found = OptionalLong.of(i + 1);
      }
    }
    return found;
  }

  private void punches(int count, boolean settle) {
    for (int i = 0; i < count; i++) {
      store.writer().append(drafts.punch("1042", Kind.IN));
      store.writer().commit();
      if (settle) {
        store.writer().settle();
      }
    }
  }

  private void assertStands(long last) {
    assertEquals(last, store.history().sequences(ANA, Instant.EPOCH, EVER).size());
    assertEquals(last, store.writer().lastPunch(ANA).orElseThrow().seq());
    store.writer().rollback();
  }

  private void reopen() {
    store.close();
    store = open();
  }
}
