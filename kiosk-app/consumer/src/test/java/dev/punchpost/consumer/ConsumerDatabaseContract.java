package dev.punchpost.consumer;

import static dev.punchpost.consumer.Entries.DOOR;
import static dev.punchpost.consumer.Entries.LEDGER;
import static dev.punchpost.consumer.Entries.entry;
import static dev.punchpost.consumer.Entries.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every database must do for the consumer.
abstract class ConsumerDatabaseContract {
  final AtomicLong nowMs = new AtomicLong(1_800_000_000_000L);

  /// The same database each time.
  abstract ConsumerDatabase open() throws SQLException;

  private static List<Entry> entries(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Entries::entry).toList();
  }

  private static long problems(ConsumerDatabase database, String kind) throws SQLException {
    return database.count("SELECT COUNT(*) FROM punchpost_problem WHERE kind = ?", kind);
  }

  @Test
  void anEntryIsStoredOnceHoweverOftenItComes() throws SQLException {
    try (ConsumerDatabase database = open()) {
      assertEquals(new ConsumerDatabase.Stored(3, 0), database.store(entries(1, 3)));
      assertEquals(new ConsumerDatabase.Stored(1, 3), database.store(List.of(entry(2), entry(3), entry(4), entry(4))));
      assertEquals(4, database.count("SELECT COUNT(*) FROM punchpost_entry"));
      assertEquals(3, database.state(LEDGER).orElseThrow().again());
      assertEquals(0, database.count("SELECT COUNT(*) FROM punchpost_problem"));
    }
    try (ConsumerDatabase database = open()) {
      assertEquals(new ConsumerDatabase.Stored(0, 4), database.store(entries(1, 4)));
    }
  }

  @Test
  void anotherTextUnderAKnownIdIsReportedAndChangesNothing() throws SQLException {
    try (ConsumerDatabase database = open()) {
      database.store(entries(1, 1));
      database.store(List.of(entry(id(1), 1, "{\"kind\":\"OUT\"}")));
      database.store(List.of(entry(id(2), 2, "{}"), entry(id(2), 2, "{ }")));
      assertEquals(2, problems(database, "DIFFERENT"));
      assertEquals(1, database.count("SELECT COUNT(*) FROM punchpost_entry WHERE body = ?", entry(1).body()));
    }
  }

  @Test
  void anotherIdUnderAKnownSequenceIsReportedAndNotStored() throws SQLException {
    try (ConsumerDatabase database = open()) {
      database.store(List.of(entry(1), entry(id(99), 1, "{}"), entry(2)));
      database.store(List.of(entry(id(98), 2, "{}")));
      assertEquals(2, problems(database, "DOUBLED"));
      assertEquals(2, database.count("SELECT COUNT(*) FROM punchpost_entry"));
    }
  }

  @Test
  void throughStopsAtTheFirstGapAndPassesHoles() throws SQLException {
    try (ConsumerDatabase database = open()) {
      database.store(entries(1, 3));
      database.store(entries(5, 6));
      assertEquals(3, database.advance(LEDGER).through());
      database.told(DOOR, LEDGER, 1, 9, 8, List.of(4L, 7L));
      LedgerState state = database.advance(LEDGER);
      assertEquals(7, state.through());
      assertEquals(9, state.last());
      assertEquals(Optional.of(8L), database.lastMissing(state, 8));
      database.store(entries(8, 8));
      assertEquals(Optional.empty(), database.lastMissing(database.advance(LEDGER), 8));
    }
  }

  @Test
  void whatTheTerminalHadRemovedBeforeIsNotWaitedFor() throws SQLException {
    try (ConsumerDatabase database = open()) {
      database.told(DOOR, LEDGER, 501, 503, 503, List.of());
      database.store(entries(501, 503));
      assertEquals(503, database.advance(LEDGER).through());
    }
  }

  @Test
  void throughIsFoundOverManyEntries() throws SQLException {
    try (ConsumerDatabase database = open()) {
      List<Entry> all = new ArrayList<>(entries(1, 12_000));
      all.remove(10_999);
      for (int from = 0; from < all.size(); from += 500) {
        database.store(all.subList(from, Math.min(all.size(), from + 500)));
      }
      LedgerState state = database.advance(LEDGER);
      assertEquals(10_999, state.through());
      assertEquals(Optional.of(11_000L), database.lastMissing(state, 12_000));
    }
  }

  @Test
  void oneInstanceAsksAtATime() throws SQLException {
    try (ConsumerDatabase one = open(); ConsumerDatabase other = open()) {
      one.store(entries(5, 5));
      assertTrue(one.mayAsk(LEDGER, 1, 4, 20_000));
      assertFalse(other.mayAsk(LEDGER, 1, 4, 20_000));
      assertTrue(other.mayAsk(LEDGER, 5, 9, 20_000), "what was asked for has come; this is another gap");
      nowMs.addAndGet(20_000);
      assertTrue(one.mayAsk(LEDGER, 5, 9, 20_000));
    }
  }

  @Test
  void theHashOfABlockIsThatOfTheManifest() throws SQLException {
    try (ConsumerDatabase database = open()) {
      database.store(entries(1, 2));
      assertEquals(Optional.of(Entry.hex(id(1) + "\n" + id(2) + "\n")), database.blockHash(LEDGER, 1, 2));
      assertEquals(Optional.empty(), database.blockHash(LEDGER, 1, 3));
    }
  }

  @Test
  void instancesSideBySideStoreEachEntryOnce() throws SQLException, InterruptedException, ExecutionException {
    int instances = 3;
    try (ExecutorService threads = Executors.newFixedThreadPool(instances)) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < instances; i++) {
        work.add(() -> {
          int stored = 0;
          try (ConsumerDatabase database = open()) {
            for (long first = 1; first < 600; first += 20) {
              stored += database.store(entries(first, first + 39)).stored();
              database.advance(LEDGER);
            }
          }
          return stored;
        });
      }
      int all = 0;
      for (var done : threads.invokeAll(work)) {
        all += done.get();
      }
      assertEquals(620, all);
    }
    try (ConsumerDatabase database = open()) {
      assertEquals(620, database.count("SELECT COUNT(*) FROM punchpost_entry"));
      assertEquals(620, database.advance(LEDGER).through());
      assertEquals(0, database.count("SELECT COUNT(*) FROM punchpost_problem"));
    }
  }
}
