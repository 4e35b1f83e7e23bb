package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.BodyWriter;
import dev.punchpost.kiosk.ledger.BadgeKey;
import dev.punchpost.kiosk.ledger.EntryBody;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.store.AccessStore;
import dev.punchpost.kiosk.store.EntryRetirement;
import dev.punchpost.kiosk.store.FingerStore;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.PunchHistory;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

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
  private final CommittedHead head;
  private final DerbyLedgerWriter writer;
  private final DerbyOutbox outbox;
  private final DerbyRoster roster;
  private final DerbyLedgerReader reader;
  private final DerbyRetirement retirement;
  private final DerbyHistory history;
  private final DerbyFingers fingers;

  private DerbyStore(StoreOptions options, DataDirectory directory, FreeSpace space, BadgeKey badges,
      Opening opening, Function<EntryBody, BodyWriter> bodies) {
    DerbyContents contents = opening.contents();
    this.directory = directory;
    this.database = opening.database();
    this.setAside = opening.setAside();
    this.ledger = contents.head().ledger();
    this.closedCleanly = !contents.running();
    this.committed = new AtomicLong(contents.head().seq());
    this.head = new CommittedHead(contents.head());
    AtomicLong rosterInForce = new AtomicLong(contents.roster());
    EntryBody body = new EntryBody(ledger, options.site(), options.terminal(), options.zone(), badges);
    this.writer = new DerbyLedgerWriter(database, bodies.apply(body), space, committed, head, rosterInForce);
    this.outbox = new DerbyOutbox(database, space, ledger, committed, contents);
    this.roster = new DerbyRoster(database, space, rosterInForce);
    ReadWriteLock reading = new ReentrantReadWriteLock();
    this.reader = new DerbyLedgerReader(database, committed, reading.readLock());
    this.retirement = new DerbyRetirement(database, space, committed, reading.writeLock());
    this.history = new DerbyHistory(database, committed);
    this.fingers = new DerbyFingers(database, rosterInForce);
  }

  /// Opens the store, making what is missing.
  ///
  /// @throws StoreException IN_USE if another process (or this one) has it open, PERMISSION if the directory is
  ///   somebody else's or may not be written, FULL if there is no room to recover in, FAILED for anything else; the
  ///   directory is free again then
  public static DerbyStore open(StoreOptions options) {
    return open(options, body -> body::chained);
  }

  /// Likewise, with entries of another form, to measure what the chain costs.
  ///
  /// @param bodies makes the writer of the ledger that is opened
  public static DerbyStore open(StoreOptions options, Function<EntryBody, BodyWriter> bodies) {
    DataDirectory directory = DataDirectory.take(options.directory());
    try {
      directory.restrict();
      FreeSpace space = new FreeSpace(options.directory(), options.minimumFree(), options.ticker());
      BadgeKey badges = BadgeKeyFile.in(options.directory());
      DerbyStore store = new DerbyStore(options, directory, space, badges, Opening.of(options, directory, space),
          bodies);
      try {
        store.writer.recover();
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
  public EntryRetirement retirement() {
    return retirement;
  }

  @Override
  public LedgerHead head() {
    return head.get();
  }

  @Override
  public PunchHistory history() {
    return history;
  }

  @Override
  public AccessStore access() {
    return history;
  }

  @Override
  public FingerStore fingers() {
    return fingers;
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
    retirement.close();
    history.close();
    fingers.close();
    database.close();
    directory.close();
  }
}
