package dev.punchpost.drivers.contactless;

import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that moves only when somebody pauses, and by one microsecond when somebody looks.
public final class SteppedTime implements Ticker, Pause {
  private final AtomicLong micros = new AtomicLong(1_000_000);

  @Override
  public long micros() {
    return micros.getAndIncrement();
  }

  @Override
  public void pause(Duration duration) {
    micros.addAndGet(duration.toNanos() / 1_000);
  }
}
