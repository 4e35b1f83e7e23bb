package dev.punchpost.hal.playback;

import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A pause that takes no time of ours: it moves a [ManualTicker] on and returns. Thread-safe.
public final class ManualPause implements Pause {
  private final ManualTicker ticker;
  private final AtomicLong pauses = new AtomicLong();

  public ManualPause(ManualTicker ticker) {
    this.ticker = ticker;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before a pause");
    }
    pauses.incrementAndGet();
    ticker.advance(duration);
  }

  /// How often code has paused.
  public long pauses() {
    return pauses.get();
  }
}
