package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.input.KeyEvent;
import dev.punchpost.hal.input.KeySource;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/// A keyboard whose keys are told beforehand. Each becomes visible when the ticker has reached its time; with a
/// [ManualTicker] and its [ManualPause] hours play at once. Thread-safe.
public final class ReplayKeys implements KeySource {
  private final Timeline<KeyEvent> timeline;

  public ReplayKeys(Ticker ticker, Pause pause) {
    timeline = new Timeline<>("replayed keyboard", ticker, pause);
  }

  /// Adds an event: the sink of a simulator. Events come out in the order in which they were added.
  public void add(KeyEvent event) {
    timeline.add(event.atMicros(), event);
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
  public Optional<KeyEvent> next(Duration timeout) {
    return timeline.next(timeout);
  }

  @Override
  public void close() {
    timeline.close();
  }
}
