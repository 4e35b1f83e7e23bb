package dev.punchpost.drivers.presence;

import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/// A reader that can only say "this badge" and never "gone": the badge has gone when it was not said for a while.
///
/// A badge said again within that time is the same presentation. Another badge ends the first one's presentation.
/// Threads as for every [BadgeReader].
public final class StreamedBadges implements BadgeReader {
  /// Even at 300 baud the characters of one frame are 33 ms apart.
  private static final long ABANDON_AFTER_MICROS = 1_000_000;

  private final SerialLink link;
  private final Ticker ticker;
  private final FrameDecoder decoder;
  private final Presence presence;
  private final byte[] buffer = new byte[256];
  private long lastByteMicros;

  /// @param link open; is closed by [#close()]
  /// @param removedAfter silence after which a badge has gone; positive
  public StreamedBadges(ReaderName name, SerialLink link, Ticker ticker, FrameDecoder decoder, Duration removedAfter) {
    presence = new Presence(name, removedAfter);
    this.link = link;
    this.ticker = ticker;
    this.decoder = decoder;
    lastByteMicros = ticker.micros();
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (!presence.told()) {
      long now = ticker.micros();
      int n = link.read(buffer, Duration.ofNanos(Math.max(1_000, presence.wake(deadline) - now) * 1_000));
      long at = ticker.micros();
      if (n > 0) {
        if (at - lastByteMicros >= ABANDON_AFTER_MICROS) {
          decoder.abandon();
        }
        lastByteMicros = at;
      }
      for (int i = 0; i < n; i++) {
        decoder.accept(buffer[i], credential -> presence.said(credential, at));
      }
      // Only after a read: frames that waited in the kernel while this thread did not run still count as held.
      presence.passed(at);
      if (at >= deadline) {
        break;
      }
    }
    return presence.poll();
  }

  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(presence.presented(), decoder.rejected(), decoder.noiseBytes());
  }

  @Override
  public void close() {
    link.close();
  }
}
