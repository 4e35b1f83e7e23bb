package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.gpio.EdgeSource;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/// Lines whose edges are told beforehand. Each becomes visible when the ticker has reached its time; with a
/// [ManualTicker] and its [ManualPause] hours play at once. Thread-safe.
public final class ReplayEdges implements EdgeSource {
  private final Timeline<EdgeEvent> timeline;

  public ReplayEdges(Ticker ticker, Pause pause) {
    timeline = new Timeline<>("replayed GPIO lines", ticker, pause);
  }

  /// Adds an edge: the sink of a simulator. Edges come out in the order in which they were added.
  public void add(EdgeEvent edge) {
    timeline.add(Math.ceilDiv(edge.atNanos(), 1_000), edge);
  }

  /// Adds an edge that is visible later than it happened, as when its interrupt thread had to wait.
  public void addLate(EdgeEvent edge, Duration late) {
    timeline.add(Math.ceilDiv(edge.atNanos() + late.toNanos(), 1_000), edge);
  }

  /// From then on every call fails.
  public void addFault(long atMicros, HalException.Kind kind) {
    timeline.addFault(atMicros, kind);
  }

  /// Whether everything was played.
  public boolean finished() {
    return timeline.finished();
  }

  @Override
  public Optional<EdgeEvent> next(Duration timeout) {
    return timeline.next(timeout);
  }

  @Override
  public void close() {
    timeline.close();
  }
}
