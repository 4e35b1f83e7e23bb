package dev.punchpost.kiosk.timeline;

import java.util.OptionalLong;

/// A time-correction entry of the ledger, as far as it is needed to apply it. The offset is to be added to the *recorded*
/// times of the entries in its range. Where ranges meet, the correction with the highest sequence holds alone.
///
/// @param seq of the correction itself
/// @param firstSeq first entry that it corrects
/// @param lastSeq last one; all are of the correction's own boot
/// @param offsetUs microseconds to add to a recorded time
/// @param uncertaintyMs bound of the corrected times' error in milliseconds; empty if the clock was set by hand
/// @param monotonicUs when it was found out, microseconds since boot
public record TimeCorrection(long seq, long firstSeq, long lastSeq, long offsetUs, OptionalLong uncertaintyMs,
    long monotonicUs) {
  boolean covers(long entry) {
    return firstSeq <= entry && entry <= lastSeq;
  }
}
