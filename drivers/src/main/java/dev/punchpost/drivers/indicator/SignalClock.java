package dev.punchpost.drivers.indicator;

import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which step of a signal it is now. Pure; owned by one thread.
final class SignalClock {
  private @Nullable Signal signal;
  private int step;
  private long endMicros;

  /// From now on this one; what played is cut off.
  void begin(Signal next, long nowMicros) {
    signal = next;
    step = 0;
    endMicros = nowMicros + micros(next.steps().getFirst());
  }

  /// The step at this time; empty if nothing plays. Steps that were slept through are left out, so that a signal ends
  /// when it should.
  Optional<Step> at(long nowMicros) {
    Signal playing = signal;
    while (playing != null && nowMicros >= endMicros) {
      step++;
      if (step == playing.steps().size()) {
        signal = null;
        return Optional.empty();
      }
      endMicros += micros(playing.steps().get(step));
    }
    return playing == null ? Optional.empty() : Optional.of(playing.steps().get(step));
  }

  /// When it must be looked at again, if something plays.
  Optional<Long> dueMicros() {
    return signal == null ? Optional.empty() : Optional.of(endMicros);
  }

  private static long micros(Step step) {
    return step.duration().toNanos() / 1_000;
  }
}
