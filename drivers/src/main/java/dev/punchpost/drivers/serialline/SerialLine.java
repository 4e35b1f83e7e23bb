package dev.punchpost.drivers.serialline;

import dev.punchpost.drivers.presence.StreamedBadges;
import dev.punchpost.drivers.text.BadgeText;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/// A reader or scanner that sends a line of text for each badge. See the package for quirks and symptoms.
/// Threads as for every [BadgeReader].
public final class SerialLine implements BadgeReader {
  /// How to understand a line.
  ///
  /// @param text what a line is; a longer one is rejected and skipped
  /// @param removedAfter an equal line within this time is the same presentation; positive, at most 60 s
  public record Options(BadgeText text, Duration removedAfter) {
    public Options {
      if (!removedAfter.isPositive() || removedAfter.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException("removedAfter " + removedAfter + ", expected up to 60 s");
      }
    }

    /// Any text of up to 128 characters, nothing taken off, the same again after one second.
    public static Options defaults() {
      return new Options(BadgeText.any(), Duration.ofSeconds(1));
    }
  }

  private final StreamedBadges badges;

  /// @param link open; belongs to this driver from now on
  public SerialLine(ReaderName name, SerialLink link, Ticker ticker, Options options) {
    badges = new StreamedBadges(name, link, ticker, new LineDecoder(options.text()), options.removedAfter());
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    return badges.next(timeout);
  }

  @Override
  public ReaderCounts counts() {
    return badges.counts();
  }

  @Override
  public void close() {
    badges.close();
  }
}
