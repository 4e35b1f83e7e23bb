package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// The table `[ups]`.
final class UpsSection {
  private UpsSection() {}

  /// @param claims after readers and panel have taken what is theirs
  /// @param mainsContact whether something tells that the mains have failed
  static Supplier<Optional<UpsSettings>> read(Section s, ReaderClaims claims, boolean mainsContact) {
    if (!s.present()) {
      return Optional::empty;
    }
    s.optional("driver", Choice.of("max17048"), "max17048");
    Optional<Integer> bus = s.optional("i2c-bus", new WholeNumber(0, 99), 1L);
    // The chip's address is fixed.
    bus.ifPresent(b -> claims.take(s, "i2c-bus", ReaderClaims.i2c(b, Max17048.ADDRESS), b.toString(),
        "a bus whose address 0x36 nothing else has"));
    Optional<Duration> interval = s.optional("interval", new Time("1s", "5m"), "10s");
    Optional<Integer> low = s.optional("low-percent", new WholeNumber(1, 90), 30L);
    Optional<Integer> shutDown = s.optional("shutdown-percent", new WholeNumber(1, 50), 10L);
    if (s.has("shutdown-percent") && !mainsContact) {
      s.mistake("shutdown-percent", s.found("shutdown-percent"),
          "no shutdown-percent without [contacts] mains-fail-gpio: nobody else says that the mains are gone");
    }
    if (low.isPresent() && shutDown.isPresent() && shutDown.get() > low.get()) {
      String key = s.has("shutdown-percent") ? "shutdown-percent" : "low-percent";
      s.mistake(key, s.found(key), "shutdown-percent not above low-percent (10 and 30 by default)");
    }
    s.finish();
    return () -> Optional.of(new UpsSettings(bus.orElseThrow(), interval.orElseThrow(), low.orElseThrow(),
        shutDown.orElseThrow()));
  }
}
