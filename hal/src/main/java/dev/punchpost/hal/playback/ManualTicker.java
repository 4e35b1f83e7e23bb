package dev.punchpost.hal.playback;

import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A ticker that stands still until it is moved. Thread-safe.
public final class ManualTicker implements Ticker {
  private final AtomicLong micros;

  /// Starts one second after the boot, so that a time before the start is not negative.
  public ManualTicker() {
    this(1_000_000);
  }

  /// @param micros microseconds since boot, not negative
  public ManualTicker(long micros) {
    if (micros < 0) {
      throw new IllegalArgumentException("ticker at " + micros);
    }
    this.micros = new AtomicLong(micros);
  }

  @Override
  public long micros() {
    return micros.get();
  }

  /// @param duration not negative: monotonic time has one direction
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("monotonic time does not go back");
    }
    micros.addAndGet(duration.toNanos() / 1_000);
  }
}
