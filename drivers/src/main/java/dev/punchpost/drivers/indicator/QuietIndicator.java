package dev.punchpost.drivers.indicator;

import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.Signal;
import java.time.LocalTime;
import java.util.function.Supplier;

/// Any indicator, without its tones in the quiet hours: also an OSDP reader's. Threads as for every [Indicator].
///
/// @param now wall time in the terminal's zone
public record QuietIndicator(Indicator indicator, QuietHours quiet, Supplier<LocalTime> now) implements Indicator {
  @Override
  public void play(Signal signal) {
    indicator.play(quiet.contains(now.get()) ? silent(signal) : signal);
  }

  private static Signal silent(Signal signal) {
    return new Signal(
        signal.steps().stream().map(step -> new Signal.Step(step.light(), 0, step.duration())).toList());
  }

  @Override
  public void close() {
    indicator.close();
  }
}
