package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.SetAsideList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Reads committed entries without any lock: what is at or below the newest committed sequence never changes, so
/// READ UNCOMMITTED is exact there, is quicker, and cannot meet the punch thread.
final class DerbyOutbox implements Outbox, AutoCloseable {
  private final DerbySession session;
  private final DerbySession reading;
  private final FreeSpace space;
  private final AtomicLong committed;
  private final LedgerId ledger;
  private final DerbySetAsideList setAside;
  private volatile long mark;
  private volatile long sent;

  /// @param contents as found in the database
  DerbyOutbox(DerbyDatabase database, FreeSpace space, LedgerId ledger, AtomicLong committed,
      DerbyContents contents) {
    this.ledger = ledger;
    this.setAside = new DerbySetAsideList(database, space);
    this.session = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED);
    this.reading = new DerbySession(database, Connection.TRANSACTION_READ_UNCOMMITTED);
    this.space = space;
    this.committed = committed;
    // Ahead of the ledger it would skip entries that are yet to come.
    this.mark = Math.min(contents.mark(), committed.get());
    this.sent = contents.sent();
  }

  @Override
  public LedgerId ledger() {
    return ledger;
  }

  @Override
  public long committedThrough() {
    return committed.get();
  }

  @Override
  public SetAsideList setAside() {
    return setAside;
  }

  @Override
  public long sentThrough() {
    return sent;
  }

  @Override
  public void markSent(long through) {
    write("UPDATE delivery SET sent = ?", through, "writing what is sent");
    sent = through;
  }

  @Override
  public long deliveredThrough() {
    return mark;
  }

  @Override
  public void markDelivered(long through) {
    if (through > committed.get()) {
      throw new IllegalArgumentException("entry " + through + " is not committed, so it cannot be delivered");
    }
    if (through <= mark) {
      return;
    }
    write("UPDATE delivery SET mark = ?", through, "writing the delivery mark");
    mark = through;
  }

  private void write(String sql, long value, String what) {
    space.requireForMark();
    session.open();
    try {
      PreparedStatement update = session.statement(sql);
      update.setLong(1, value);
      update.executeUpdate();
      session.commit();
    } catch (SQLException e) {
      throw session.failed(what, e);
    }
  }

  @Override
  public List<StoredEntry> after(long seq, int limit) {
    // Sequences have no gap, so the range is as long as the list.
    long through = Math.min(seq + limit, committed.get());
    if (through <= seq) {
      return List.of();
    }
    synchronized (reading) {
      reading.open();
      try {
        List<StoredEntry> entries = new ArrayList<>((int) (through - seq));
        PreparedStatement query = reading.statement(EntryRows.RANGE);
        query.setLong(1, seq + 1);
        query.setLong(2, through);
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            entries.add(EntryRows.entry(row));
          }
        }
        reading.commit();
        return entries;
      } catch (SQLException e) {
        throw reading.failed("reading the outbox", e);
      }
    }
  }

  /// After the forwarder's thread has ended.
  @Override
  public void close() {
    session.close();
    synchronized (reading) {
      reading.close();
    }
    setAside.close();
  }
}
