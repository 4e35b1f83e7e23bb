package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.GpioRequest;
import dev.punchpost.kiosk.config.ReaderSettings.Wiegand;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioChipName;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioLine;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Keys of `wiegand`.
final class WiegandSection {
  private WiegandSection() {}

  static Supplier<Settings.Reader> read(Section s, Supplier<ReaderName> name, ReaderClaims claims) {
    Optional<String> chip = s.optional("gpio-chip", new GpioChipName(), "auto");
    Optional<String> d0 = s.optional("d0-gpio", new GpioLine(), 17L);
    Optional<String> d1 = s.optional("d1-gpio", new GpioLine(), 27L);
    GpioClaims lines = new GpioClaims(s, chip, claims);
    lines.take("d0-gpio", d0);
    lines.take("d1-gpio", d1);
    Optional<String> edge = s.optional("edge", Choice.of("falling", "rising"), "falling");
    Optional<String> pull = s.optional("pull", Choice.of("up", "down", "none"), "up");
    Optional<List<WiegandFormat>> formats = FormatKeys.read(s);
    Optional<String> order = s.optional("bit-order", Choice.of("first-bit-first", "last-bit-first"),
        "first-bit-first");
    Optional<Integer> shortest = s.optional("shortest-us", new WholeNumber(10, 10_000), 100L);
    Optional<Duration> bitTimeout = s.optional("bit-timeout", new Time("1ms", "1s"), "30ms");
    Optional<Duration> frameGap = s.optional("frame-gap", new Time("2ms", "2s"), "50ms");
    Optional<Duration> removedAfter = s.optional("removed-after", new Time("10ms", "60s"), "500ms");
    ordered(s, shortest.map(us -> Duration.ofNanos(us * 1_000L)), "bit-timeout", bitTimeout, "shortest-us");
    ordered(s, bitTimeout, "frame-gap", frameGap, "bit-timeout");
    ordered(s, frameGap, "removed-after", removedAfter, "frame-gap");
    return () -> new Wiegand(name.get(),
        new GpioRequest(chip.orElseThrow(), List.of(d0.orElseThrow(), d1.orElseThrow()),
            GpioRequest.Edge.valueOf(edge.orElseThrow().toUpperCase(Locale.ROOT)),
            Pull.valueOf(pull.orElseThrow().toUpperCase(Locale.ROOT))),
        formats.orElseThrow(), order.orElseThrow().equals("last-bit-first"),
        Duration.ofNanos(shortest.orElseThrow() * 1_000L), bitTimeout.orElseThrow(), frameGap.orElseThrow(),
        removedAfter.orElseThrow());
  }

  private static void ordered(Section s, Optional<Duration> less, String key, Optional<Duration> more, String lesser) {
    if (less.isPresent() && more.isPresent() && more.get().compareTo(less.get()) <= 0) {
      s.mistake(key, s.has(key) ? s.found(key) : "the default", "more than " + lesser);
    }
  }
}
