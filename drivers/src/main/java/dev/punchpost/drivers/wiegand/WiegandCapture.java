package dev.punchpost.drivers.wiegand;

import dev.punchpost.hal.gpio.EdgeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes edges as a value change dump (IEEE 1364-2005, clause 18), for sigrok, PulseView or GTKWave: to look at what a
/// reader sent, or to let somebody else's decoder judge what the simulator makes.
public final class WiegandCapture {
  private static final String[] SYMBOLS = {"!", "\""};

  private record Change(long micros, int line, int level) {}

  private WiegandCapture() {}

  /// Two signals `D0` and `D1`, idle high, low for a pulse's width from each edge on, in steps of 10 µs from the first
  /// edge's time less 1 ms, with 100 ms of silence at the end.
  ///
  /// @param edges of lines 0 and 1, in any order
  /// @param width of each pulse; at least 10 µs
  public static String vcd(List<EdgeEvent> edges, Duration width) {
    long start = edges.stream().mapToLong(EdgeEvent::atNanos).min().orElse(0) / 1_000 - 1_000;
    List<Change> changes = new ArrayList<>();
    for (EdgeEvent edge : edges) {
      long at = edge.atNanos() / 1_000 - start;
      changes.add(new Change(at, edge.line(), 0));
      changes.add(new Change(at + width.toNanos() / 1_000, edge.line(), 1));
    }
    changes.sort(Comparator.comparingLong(Change::micros));
    StringBuilder vcd = new StringBuilder("""
        $timescale 10 us $end
        $scope module wiegand $end
        $var wire 1 ! D0 $end
        $var wire 1 " D1 $end
        $upscope $end
        $enddefinitions $end
        #0
        1!
        1"
        """);
    long last = 0;
    for (Change change : changes) {
      last = change.micros() / 10;
      vcd.append('#').append(last).append('\n').append(change.level()).append(SYMBOLS[change.line()]).append('\n');
    }
    return vcd.append('#').append(last + 10_000).append('\n').toString();
  }
}
