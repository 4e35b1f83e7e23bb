package dev.punchpost.drivers.contactless;

import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /// What a reader tells in so many milliseconds: an identifier, a reason, or `removed`.
  public List<String> events(BadgeReader reader, int millis) {
    List<String> told = new ArrayList<>();
    long end = micros() + millis * 1_000L;
    while (micros() < end) {
      reader.next(Duration.ofMillis(Math.max(1, (end - micros()) / 1_000))).ifPresent(event -> {
        switch (event) {
          case ReaderEvent.Presented p -> told.add(p.credential().id().canonical());
          case ReaderEvent.Unreadable u -> told.add(u.reason().name());
          case ReaderEvent.Removed _ -> told.add("removed");
          case ReaderEvent.Faulted _,ReaderEvent.Recovered _ -> told.add("supervision");
        }
      });
    }
    return told;
  }
}
