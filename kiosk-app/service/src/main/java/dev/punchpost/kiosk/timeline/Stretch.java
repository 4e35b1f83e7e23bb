package dev.punchpost.kiosk.timeline;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.SystemClock;
import java.util.Optional;
import java.util.OptionalLong;

/// Entries one after another that were recorded in one boot, with the wall clock in one state and not stepped in
/// between. It ends where the next one begins. All members are those of its first entry.
///
/// @param firstSeq its first entry
/// @param boot the boot's number in this ledger: 1, 2, 3 …
/// @param bootId of the machine
/// @param monotonicUs microseconds since boot
/// @param offsetUs wall time less monotonic time, [Reading#offsetUs()]
/// @param state of the clock
/// @param uncertaintyMs bound of the clock's error, empty if nothing was known
public record Stretch(long firstSeq, long boot, String bootId, long monotonicUs, long offsetUs, ClockState state,
    OptionalLong uncertaintyMs) {
  /// The stretch that an entry belongs to.
  ///
  /// @param last the one of the entry before, empty for the ledger's first entry
  /// @param seq the entry's
  /// @param at the clocks that the entry is recorded with
  /// @return `last` itself, or a new one that begins with the entry
  public static Stretch of(Optional<Stretch> last, long seq, Reading at) {
    boolean same = last.filter(stretch -> stretch.goesOn(at)).isPresent();
    if (same) {
      return last.get();
    }
    long boot = last.map(stretch -> stretch.bootId.equals(at.bootId()) ? stretch.boot : stretch.boot + 1).orElse(1L);
    return new Stretch(seq, boot, at.bootId(), at.monotonicUs(), at.offsetUs(), at.state(), at.uncertaintyMs());
  }

  private boolean goesOn(Reading at) {
    return bootId.equals(at.bootId()) && state == at.state()
        && Math.abs(at.offsetUs() - offsetUs) <= SystemClock.JITTER_US;
  }
}
