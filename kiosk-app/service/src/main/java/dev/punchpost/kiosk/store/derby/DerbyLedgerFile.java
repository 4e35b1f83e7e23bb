package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Reads the ledger of a data directory for verification. Nothing is made, brought up to date or set aside, whatever
/// state the database is in.
public final class DerbyLedgerFile {
  private DerbyLedgerFile() {}

  /// @see dev.punchpost.kiosk.store.LedgerFiles#forEachRow
  public static void forEachRow(Path directory, Ticker ticker, Predicate<LedgerRow> more) {
    if (!Files.isDirectory(directory.resolve("db"))) {
      throw new StoreException(Kind.FAILED, "there is no ledger in " + directory, null);
    }
    try (DataDirectory held = DataDirectory.take(directory);
        DerbyDatabase database = new DerbyDatabase(held.database(), ticker)) {
      new DerbyLedgerReader(database, new AtomicLong(Long.MAX_VALUE), new ReentrantLock())
          .forEachRow(Long.MIN_VALUE, Long.MAX_VALUE, more);
    }
  }
}
