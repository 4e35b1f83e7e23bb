package dev.punchpost.kiosk.remote.report;

import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.store.LedgerReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/// Sends ledger entries again that a consumer has asked for: byte for byte what was sent first, a few at a time, after
/// everything else. The remote thread owns it.
public final class Replay {
  private static final int PAGE = 50;
  private static final int MOST = 32;

  private record Range(long from, long to) {}

  private final LedgerReader reader;
  private final RemoteTopics topics;
  private final Outbound outbound;
  private final Deque<Range> ranges = new ArrayDeque<>();
  private long sentThrough;

  public Replay(LedgerReader reader, RemoteTopics topics, Outbound outbound) {
    this.reader = reader;
    this.topics = topics;
    this.outbound = outbound;
  }

  /// @param committed the newest entry
  /// @return how many entries that will be at most; -1 if too many ranges wait
  public long add(long from, long to, long committed) {
    long last = Math.min(to, committed);
    if (from > last) {
      return 0;
    }
    if (ranges.size() >= MOST) {
      return -1;
    }
    ranges.add(new Range(from, last));
    return last - from + 1;
  }

  /// A new connection.
  ///
  /// @param unconfirmed the first sequence that may have been lost with the old one
  public void connected(OptionalLong unconfirmed) {
    if (unconfirmed.isPresent() && sentThrough >= unconfirmed.getAsLong()) {
      ranges.addFirst(new Range(unconfirmed.getAsLong(), sentThrough));
    }
  }

  /// Hands on as much as there is room for.
  public void step() {
    while (!ranges.isEmpty() && outbound.room() >= PAGE) {
      Range range = ranges.removeFirst();
      long through = Math.min(range.to(), range.from() + PAGE - 1);
      List<StoredEntry> entries = reader.range(range.from(), through);
      entries.forEach(entry -> outbound.replay(entry.isPunch() ? topics.punch() : topics.event(), entry));
      sentThrough = through;
      if (through < range.to()) {
        ranges.addFirst(new Range(through + 1, range.to()));
      }
    }
  }
}
