package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.EntryBody;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The store in a directory with one embedded Derby database, `db`.
///
/// A database that cannot be opened because it is damaged is set aside as `db.damaged-<UTC time>`, whole, and a new one
/// with a new ledger is begun: taps go on being recorded, and what was in the old one can still be looked at.
public final class DerbyStore implements PunchStore {
  private final DataDirectory directory;
  private final DerbyDatabase database;
  private final Optional<Path> setAside;
  private final LedgerId ledger;
  private final boolean closedCleanly;
  private final AtomicLong committed;
  private final DerbyLedgerWriter writer;
  private final DerbyOutbox outbox;
  private final DerbyRoster roster;
  private final DerbyLedgerReader reader;

  private DerbyStore(StoreOptions options, DataDirectory directory, FreeSpace space, Opening opening) {
    DerbyContents contents = opening.contents();
    this.directory = directory;
    this.database = opening.database();
    this.setAside = opening.setAside();
    this.ledger = contents.ledger();
    this.closedCleanly = !contents.running();
    this.committed = new AtomicLong(contents.seq());
    AtomicLong rosterInForce = new AtomicLong(contents.roster());
    EntryBody body = new EntryBody(ledger, options.site(), options.terminal(), options.zone());
    this.writer = new DerbyLedgerWriter(database, body, space, committed, rosterInForce);
    this.outbox = new DerbyOutbox(database, space, ledger, committed, contents);
    this.roster = new DerbyRoster(database, space, rosterInForce);
    this.reader = new DerbyLedgerReader(database, committed);
  }

  /// Opens the store, making what is missing.
  ///
  /// @throws StoreException IN_USE if another process (or this one) has it open, PERMISSION if the directory is
  ///   somebody else's or may not be written, FULL if there is no room to recover in, FAILED for anything else; the
  ///   directory is free again then
  public static DerbyStore open(StoreOptions options) {
    DataDirectory directory = DataDirectory.take(options.directory());
    try {
      directory.restrict();
      FreeSpace space = new FreeSpace(options.directory(), options.minimumFree(), options.ticker());
      DerbyStore store = new DerbyStore(options, directory, space, Opening.of(options, directory, space));
      try {
        store.roster.clean();
        return store;
      } catch (RuntimeException | Error e) {
        store.database.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /// Where a damaged database was put when this store was opened.
  public Optional<Path> setAside() {
    return setAside;
  }

  @Override
  public LedgerId ledger() {
    return ledger;
  }

  @Override
  public LedgerWriter writer() {
    return writer;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public RosterStore roster() {
    return roster;
  }

  @Override
  public LedgerReader reader() {
    return reader;
  }

  @Override
  public long committedThrough() {
    return committed.get();
  }

  @Override
  public boolean closedCleanly() {
    return closedCleanly;
  }

  /// Drops an open unit, writes a checkpoint and frees the directory. After the threads that own the parts have ended.
  @Override
  public void close() {
    writer.close();
    outbox.close();
    roster.close();
    database.close();
    directory.close();
  }
}
