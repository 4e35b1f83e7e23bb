package dev.punchpost.kiosk.reader;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderName;
import java.util.Map;

/// What `status` shows of a reader.
///
/// @param counts since the service started, over all openings
/// @param faults how often it was lost, by the kind that began it; kinds that never happened are absent
/// @param recovered how often it came back
/// @param remedies how often more than opening it again was tried
public record ReaderStatus(ReaderName name, ReaderState state, ReaderCounts counts, Map<HalException.Kind, Long> faults,
    long recovered, long remedies) {
  public ReaderStatus {
    faults = Map.copyOf(faults);
  }
}
