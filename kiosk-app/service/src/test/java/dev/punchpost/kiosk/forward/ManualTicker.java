package dev.punchpost.kiosk.forward;

import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that the test owns.
final class ManualTicker implements Ticker {
  private final AtomicLong micros = new AtomicLong(1_000_000_000L);

  @Override
  public long micros() {
    return micros.get();
  }

  void advance(Duration duration) {
    micros.addAndGet(duration.toNanos() / 1_000);
  }

  void advanceMicros(long by) {
    micros.addAndGet(by);
  }
}
