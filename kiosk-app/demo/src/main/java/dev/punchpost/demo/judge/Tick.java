package dev.punchpost.demo.judge;

import java.time.Instant;

/// A tick as the panel showed it: the promise that is held against the broker's messages.
///
/// @param seq the entry's number in the ledger, 1 or more
/// @param entry the entry's id
/// @param repeat whether the tap recorded nothing new and this is the first one's tick again
/// @param outMissing whether an earlier shift was said to lack its OUT
public record Tick(String reader, String worker, String kind, Instant at, long seq, String entry, boolean repeat,
    boolean outMissing) {
  /// Whether both speak of the same entry in the same words.
  boolean sameAs(Tick other) {
    return entry.equals(other.entry) && seq == other.seq && worker.equals(other.worker) && kind.equals(other.kind)
        && at.equals(other.at);
  }

  @Override
  public String toString() {
    return "worker " + worker + " " + kind + " " + at + " seq " + seq;
  }
}
