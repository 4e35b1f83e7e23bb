package dev.punchpost.drivers.presence;

import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A reader that can only say "this badge" and never "gone": the badge has gone when it was not said for a while.
///
/// A badge said again within that time is the same presentation. Another badge ends the first one's presentation.
/// Threads as for every [BadgeReader].
public final class StreamedBadges implements BadgeReader {
  /// Even at 300 baud the characters of one frame are 33 ms apart.
  private static final long ABANDON_AFTER_MICROS = 1_000_000;

  private final ReaderName name;
  private final SerialLink link;
  private final Ticker ticker;
  private final FrameDecoder decoder;
  private final long removedAfterMicros;
  private final byte[] buffer = new byte[256];
  private final Queue<ReaderEvent> pending = new ArrayDeque<>();
  private @Nullable Credential held;
  private long heldMicros;
  private long lastByteMicros;
  private long presented;

  /// @param link open; is closed by [#close()]
  /// @param removedAfter silence after which a badge has gone; positive
  public StreamedBadges(ReaderName name, SerialLink link, Ticker ticker, FrameDecoder decoder, Duration removedAfter) {
    if (!removedAfter.isPositive()) {
      throw new IllegalArgumentException("removedAfter " + removedAfter + ", expected more than nothing");
    }
    this.name = name;
    this.link = link;
    this.ticker = ticker;
    this.decoder = decoder;
    removedAfterMicros = removedAfter.toNanos() / 1_000;
    lastByteMicros = ticker.micros();
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (pending.isEmpty()) {
      long now = ticker.micros();
      long until = held == null ? deadline : Math.min(deadline, heldMicros + removedAfterMicros);
      int n = link.read(buffer, Duration.ofNanos(Math.max(1_000, until - now) * 1_000));
      long at = ticker.micros();
      if (n > 0) {
        if (at - lastByteMicros >= ABANDON_AFTER_MICROS) {
          decoder.abandon();
        }
        lastByteMicros = at;
      }
      for (int i = 0; i < n; i++) {
        decoder.accept(buffer[i], credential -> said(credential, at));
      }
      // Only after a read: frames that waited in the kernel while this thread did not run still count as held.
      if (held != null && at - heldMicros >= removedAfterMicros) {
        gone(at);
      }
      if (at >= deadline) {
        break;
      }
    }
    return Optional.ofNullable(pending.poll());
  }

  private void said(Credential credential, long at) {
    if (!credential.equals(held)) {
      if (held != null) {
        gone(at);
      }
      held = credential;
      presented++;
      pending.add(new ReaderEvent.Presented(name, at, credential));
    }
    heldMicros = at;
  }

  private void gone(long at) {
    held = null;
    pending.add(new ReaderEvent.Removed(name, at));
  }

  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(presented, decoder.rejected(), decoder.noiseBytes());
  }

  @Override
  public void close() {
    link.close();
  }
}
