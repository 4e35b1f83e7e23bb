package dev.punchpost.kiosk.forward;

import java.util.Map;
import java.util.TreeMap;

/// A set of sequences that are mostly neighbours, so that a hundred thousand of them cost a few ranges. One thread.
final class SequenceRanges {
  /// First of each range → its last; ranges neither touch nor overlap.
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  boolean contains(long seq) {
    Map.Entry<Long, Long> range = ranges.floorEntry(seq);
    return range != null && range.getValue() >= seq;
  }

  void add(long seq) {
    long first = seq;
    long last = seq;
    Map.Entry<Long, Long> before = ranges.floorEntry(seq);
    if (before != null && before.getValue() >= seq - 1) {
      if (before.getValue() >= seq) {
        return;
      }
      first = before.getKey();
    }
    Long following = ranges.remove(seq + 1);
    if (following != null) {
      last = following;
    }
    ranges.put(first, last);
  }

  /// The last sequence of the range that begins at `seq + 1` or covers it; `seq` if there is none.
  long endAfter(long seq) {
    Map.Entry<Long, Long> range = ranges.floorEntry(seq + 1);
    return range == null ? seq : Math.max(seq, range.getValue());
  }

  /// Forgets everything up to this sequence.
  void dropThrough(long seq) {
    while (!ranges.isEmpty() && ranges.firstKey() <= seq) {
      Map.Entry<Long, Long> first = ranges.pollFirstEntry();
      if (first.getValue() > seq) {
        ranges.put(seq + 1, first.getValue());
      }
    }
  }

  void clear() {
    ranges.clear();
  }

  /// How many ranges there are.
  int count() {
    return ranges.size();
  }
}
