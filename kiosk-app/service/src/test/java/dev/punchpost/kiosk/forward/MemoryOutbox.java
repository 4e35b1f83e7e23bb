package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.MemorySetAsideList;
import dev.punchpost.kiosk.store.Outbox;
import dev.punchpost.kiosk.store.SetAsideList;
import dev.punchpost.kiosk.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A ledger in memory whose mark is what a crash would leave. Any thread.
public final class MemoryOutbox implements Outbox {
  static final LedgerId LEDGER = new LedgerId(UUID.fromString("018f3c1e-7a10-7cc3-9c1c-0a1b2c3d4e5f"));

  private final MemorySetAsideList setAside = new MemorySetAsideList();
  private final List<StoredEntry> entries = new ArrayList<>();
  private long mark;
  private long sent;
  private int marks;
  private boolean failing;

  /// Appends an entry with a body like a real one.
  public StoredEntry append(String type) {
    return append(type, "4711");
  }

  /// @param worker any text, which makes the body as long as is wanted
  synchronized StoredEntry append(String type, String worker) {
    long seq = entries.size() + 1L;
    UUID id = UUID.randomUUID();
    String body = """
        {"data":{"bootId":"1f0a6e0e-31c9-44f6-8d6a-8a3d8d5f5b0c","clock":"SYNCHRONISED","credential":"EM",\
        "flags":[],"kind":"IN","ledger":"018f3c1e-7a10-7cc3-9c1c-0a1b2c3d4e5f","monotonicUs":123456789,"reader":"front",\
        "recordedAt":"2026-11-20T08:00:00.000123+01:00","seq":%d,"uncertaintyMs":12,"worker":"%s",\
        "zone":"Europe/Madrid"},"datacontenttype":"application/json","id":"%s","source":"/punchpost/plant-a/door-1",\
        "specversion":"1.0","subject":"4711","time":"2026-11-20T08:00:00+01:00","type":"%s"}"""
        .formatted(seq, worker, id, type);
    StoredEntry entry = new StoredEntry(seq, new EntryId(id), type, body);
    entries.add(entry);
    return entry;
  }

  public void punches(int count) {
    for (int i = 0; i < count; i++) {
      append(Content.Punch.TYPE);
    }
  }

  public synchronized long size() {
    return entries.size();
  }

  /// How often the mark was written.
  public synchronized int marks() {
    return marks;
  }

  synchronized void fail(boolean now) {
    failing = now;
  }

  @Override
  public synchronized long deliveredThrough() {
    return mark;
  }

  @Override
  public synchronized void markDelivered(long through) {
    check();
    if (through < mark || through > entries.size()) {
      throw new IllegalArgumentException("mark " + through + " after " + mark);
    }
    mark = through;
    marks++;
  }

  @Override
  public synchronized List<StoredEntry> after(long seq, int limit) {
    check();
    int from = (int) Math.min(seq, entries.size());
    return List.copyOf(entries.subList(from, Math.min(entries.size(), from + limit)));
  }

  @Override
  public synchronized long sentThrough() {
    return sent;
  }

  @Override
  public synchronized void markSent(long through) {
    sent = through;
  }

  @Override
  public SetAsideList setAside() {
    return setAside;
  }

  @Override
  public LedgerId ledger() {
    return LEDGER;
  }

  @Override
  public synchronized long committedThrough() {
    return entries.size();
  }

  private void check() {
    if (failing) {
      throw new StoreException(StoreException.Kind.FAILED, "the test says no", null);
    }
  }
}
