package dev.punchpost.drivers.wiegand;

import dev.punchpost.drivers.presence.Presence;
import dev.punchpost.drivers.wiegand.WiegandFrame.Reading;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.EdgeEvent;
import dev.punchpost.hal.gpio.EdgeSource;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A reader with Wiegand output on two GPIO lines. See the package for wiring, quirks and symptoms.
///
/// The reader cannot be asked anything, so that a missing or wrongly wired one shows only in the counts.
/// Threads as for every [BadgeReader].
public final class Wiegand implements BadgeReader {
  /// Which bit of the frame the reader sends first.
  public enum BitOrder {
    /// As the standard has it.
    FIRST_IS_HIGHEST,
    /// The whole frame backwards, its parity bits too, as some clones and converters send it.
    FIRST_IS_LOWEST
  }

  /// How to understand pulses.
  ///
  /// @param formats the frames that the site's cards have; each of another length, because the length is all by which
  ///   they are told apart
  /// @param order which bit comes first
  /// @param shortest least time between two pulses, 10 µs to 10 ms; nearer ones are noise, or their order is unknown
  /// @param bitTimeout longest time between two pulses of a frame, more than `shortest`, less than `frameGap`
  /// @param frameGap silence after which a frame is over, at most 2 s; also the time from the last pulse to the event
  /// @param removedAfter the same card within this time is the same presentation; more than `frameGap`, at most 60 s
  public record Options(List<WiegandFormat> formats, BitOrder order, Duration shortest, Duration bitTimeout,
      Duration frameGap, Duration removedAfter) {
    public Options {
      formats = List.copyOf(formats);
      if (formats.isEmpty() || formats.stream().map(WiegandFormat::bits).distinct().count() < formats.size()) {
        throw new IllegalArgumentException(
            "Wiegand formats must differ in their number of bits, and there must be one");
      }
      if (shortest.toNanos() < 10_000 || shortest.compareTo(Duration.ofMillis(10)) > 0
          || bitTimeout.compareTo(shortest) <= 0 || frameGap.compareTo(bitTimeout) <= 0
          || frameGap.compareTo(Duration.ofSeconds(2)) > 0) {
        throw new IllegalArgumentException("Wiegand times: expected 10 µs <= shortest (" + shortest
            + ") < bit time-out (" + bitTimeout + ") < frame gap (" + frameGap + ") <= 2 s");
      }
      if (removedAfter.compareTo(frameGap) <= 0 || removedAfter.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException("removedAfter " + removedAfter + ", expected more than frame gap, up to 60 s");
      }
    }

    /// The common formats, pulses 0.1 to 30 ms apart, frames 50 ms, removed after 0.5 s.
    public static Options defaults() {
      return with(WiegandFormat.common());
    }

    /// As [#defaults()], for a site's own formats.
    public static Options with(List<WiegandFormat> formats) {
      return new Options(formats, BitOrder.FIRST_IS_HIGHEST, Duration.ofNanos(100_000), Duration.ofMillis(30),
          Duration.ofMillis(50), Duration.ofMillis(500));
    }
  }

  private final EdgeSource lines;
  private final Ticker ticker;
  private final WiegandFrame frame;
  private final Presence presence;
  private final long gapNanos;
  private final Map<Rejection, Long> rejections = new EnumMap<>(Rejection.class);
  private long noise;

  /// @param lines the beginnings of the pulses; line 0 is D0, line 1 is D1; belongs to this driver from now on
  /// @param ticker must be the one of the edges' times
  public Wiegand(ReaderName name, EdgeSource lines, Ticker ticker, Options options) {
    this.lines = lines;
    this.ticker = ticker;
    frame = new WiegandFrame(options);
    presence = new Presence(name, options.removedAfter());
    gapNanos = options.frameGap().toNanos();
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (!presence.told()) {
      // The time first and the lines after it: a pulse that was there by then has been told once they are silent.
      long now = ticker.micros();
      long wake = frame.empty() ? presence.wake(deadline) : Math.min(deadline, due(now));
      Optional<EdgeEvent> edge = lines.next(Duration.ofNanos(Math.max(0, wake - now) * 1_000));
      if (edge.isPresent()) {
        take(edge.get());
      } else {
        silent(now);
      }
      if (now >= deadline) {
        break;
      }
    }
    return presence.poll();
  }

  private void take(EdgeEvent edge) {
    if (edge.line() >= WiegandFrame.LINES) {
      noise++;
      return;
    }
    if (!frame.empty() && edge.atNanos() - frame.newestNanos() > gapNanos) {
      judge(frame.read());
    }
    frame.add(edge);
    if (frame.overlong()) {
      // Noise without end must not keep a card that has gone.
      presence.passed(edge.atNanos() / 1_000);
    }
  }

  private void silent(long now) {
    if (!frame.empty()) {
      finish(now);
    }
    if (frame.empty()) {
      presence.passed(now);
    }
  }

  /// When the frame is over; once more the same time later if it is not whole, because a pulse may still be on its way.
  private long due(long now) {
    long first = Math.ceilDiv(frame.newestNanos() + gapNanos, 1_000);
    return now < first ? first : Math.ceilDiv(frame.newestNanos() + 2 * gapNanos, 1_000);
  }

  private void finish(long now) {
    long silentNanos = now * 1_000 - frame.newestNanos();
    if (silentNanos < gapNanos) {
      return;
    }
    Reading reading = frame.read();
    if (reading instanceof Reading.Rejected(_, boolean certain) && !certain && silentNanos < 2 * gapNanos) {
      return;
    }
    judge(reading);
  }

  private void judge(Reading reading) {
    switch (reading) {
      case Reading.Card(var credential) -> {
        long at = frame.newestNanos() / 1_000;
        presence.passed(at);
        presence.said(credential, at);
      }
      case Reading.Rejected(Rejection why, _) -> rejections.merge(why, 1L, Long::sum);
      case Reading.Noise(int pulses) -> noise += pulses;
    }
    frame.clear();
  }

  /// Noise is in pulses.
  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(presence.presented(), rejections.values().stream().mapToLong(Long::longValue).sum(), noise);
  }

  /// Frames that made no card, by reason. For the owner's thread.
  public Map<Rejection, Long> rejections() {
    return Map.copyOf(rejections);
  }

  @Override
  public void close() {
    lines.close();
  }
}
