package dev.punchpost.drivers.serialline;

import dev.punchpost.drivers.presence.StreamedBadges;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// A reader or scanner that sends a line of text for each badge. See the package for quirks and symptoms.
/// Threads as for every [BadgeReader].
public final class SerialLine implements BadgeReader {
  /// What the value of a line is.
  public enum As {
    /// The text itself.
    TEXT,
    /// Ten hex characters.
    EM,
    /// 8, 14 or 20 hex characters.
    UID,
    /// `bits:facility:number` in decimal.
    WIEGAND,
    /// A canonical form with its own prefix, such as `em:0F002EC3E3`.
    AUTO
  }

  /// How to understand a line.
  ///
  /// @param prefix text before the value, taken off; may be empty
  /// @param suffix text after it, taken off; may be empty
  /// @param pattern what is left must match as a whole; its group 1, if it has one, is the value
  /// @param longest longest line in characters without its end, 1 .. 4096; a longer one is rejected and skipped
  /// @param as what the value is
  /// @param removedAfter an equal line within this time is the same presentation; positive, at most 60 s
  public record Options(String prefix, String suffix, Pattern pattern, int longest, As as, Duration removedAfter) {
    public Options {
      if (longest < 1 || longest > 4096) {
        throw new IllegalArgumentException("longest line " + longest + ", expected 1 to 4096");
      }
      if (!removedAfter.isPositive() || removedAfter.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException("removedAfter " + removedAfter + ", expected up to 60 s");
      }
    }

    /// Any text of up to 128 characters, nothing taken off, the same again after one second.
    public static Options defaults() {
      return new Options("", "", Pattern.compile(".+"), 128, As.TEXT, Duration.ofSeconds(1));
    }
  }

  private final StreamedBadges badges;

  /// @param link open; belongs to this driver from now on
  public SerialLine(ReaderName name, SerialLink link, Ticker ticker, Options options) {
    badges = new StreamedBadges(name, link, ticker, new LineDecoder(options), options.removedAfter());
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
