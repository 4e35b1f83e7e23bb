package dev.punchpost.kiosk.store;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The list of a fake store. Any thread.
public final class MemorySetAsideList implements SetAsideList {
  private final SortedMap<Long, SetAside> rows = new TreeMap<>();

  @Override
  public synchronized List<SetAside> list() {
    return List.copyOf(rows.values());
  }

  @Override
  public synchronized void add(long seq, int reason, int tries, Instant at) {
    rows.put(seq, new SetAside(seq, "dev.punchpost.punch.v1", reason, tries, at, false));
  }

  @Override
  public synchronized int again(OptionalLong seq) {
    int before = rows.size();
    rows.replaceAll((key, row) -> seq.isEmpty() || seq.getAsLong() == key
        ? new SetAside(row.seq(), row.type(), row.reason(), row.tries(), row.at(), true)
        : row);
    return seq.isEmpty() ? before : rows.containsKey(seq.getAsLong()) ? 1 : 0;
  }

  @Override
  public synchronized void remove(long seq) {
    rows.remove(seq);
  }
}
