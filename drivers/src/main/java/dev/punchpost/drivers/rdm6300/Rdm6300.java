package dev.punchpost.drivers.rdm6300;

import dev.punchpost.drivers.presence.StreamedBadges;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/// A 125 kHz EM4100 reader module. See the package for wiring, quirks and symptoms.
///
/// The module cannot be asked anything, so that a wrong device on the line shows only in the counts.
/// Threads as for every [BadgeReader].
public final class Rdm6300 implements BadgeReader {
  /// The line's settings, fixed in the module (datasheet, "UART interface").
  public static final SerialOptions LINE = SerialOptions.eightN1(9600);

  /// @param removedAfter silence after which the tag has gone; more than the module's repeat of 65 to 100 ms
  public record Options(Duration removedAfter) {
    public Options {
      if (removedAfter.compareTo(Duration.ofMillis(100)) <= 0 || removedAfter.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException(
            "removedAfter " + removedAfter + ", expected more than 100 ms, at most 60 s");
      }
    }

    /// Removed after 300 ms, that is three frames missed.
    public static Options defaults() {
      return new Options(Duration.ofMillis(300));
    }
  }

  private final StreamedBadges badges;

  /// @param link open with [#LINE]; belongs to this driver from now on
  public Rdm6300(ReaderName name, SerialLink link, Ticker ticker, Options options) {
    badges = new StreamedBadges(name, link, ticker, new Rdm6300Frame.Decoder(), options.removedAfter());
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
