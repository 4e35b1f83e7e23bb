package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.door.DoorOptions;
import dev.punchpost.kiosk.config.ReaderValueTypes.Flag;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioChipName;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioLine;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.punch.AntiPassback;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The table `[door]`. Its lines share a chip with readers and the panel, and so their claims.
final class DoorSection {
  private static final String[] EXIT_KEYS = {"exit", "exit-pulse"};
  private static final String[] CONTACT_KEYS = {"contact-closed", "contact-open-gpio", "held-open", "grace",
    "relock-on-close"};

  private DoorSection() {}

  /// @param claims after readers and panel have taken what is theirs
  static Supplier<Optional<DoorSettings>> read(Section s, ReaderClaims claims) {
    if (!s.present()) {
      return Optional::empty;
    }
    Optional<String> chip = s.optional("gpio-chip", new GpioChipName(), "auto");
    Optional<String> relay = s.required("relay-gpio", new GpioLine());
    Optional<String> active = s.optional("relay-active", Choice.of("high", "low"), "high");
    Optional<Duration> pulse = s.optional("pulse", new Time("100ms", "60s"), "5s");
    Optional<String> exit = s.ifGiven("exit-gpio", new GpioLine());
    Optional<String> contact = s.ifGiven("contact-gpio", new GpioLine());
    GpioClaims lines = new GpioClaims(s, chip, claims);
    lines.take("relay-gpio", relay);
    lines.take("exit-gpio", exit);
    lines.take("contact-gpio", contact);
    DoorOptions usual = DoorOptions.defaults();
    Optional<String> exitDoes = Optional.of("unlock");
    Optional<Duration> exitPulse = pulse;
    if (s.has("exit-gpio")) {
      exitDoes = s.optional("exit", Choice.of("unlock", "shunt"), "unlock");
      exitPulse = s.optional("exit-pulse", new Time("100ms", "60s"), "5s");
    } else {
      useless(s, EXIT_KEYS, "exit-gpio");
    }
    Supplier<Optional<DoorSettings.Contact>> watched = Optional::empty;
    Optional<Duration> heldOpen = Optional.of(usual.heldAfter());
    Optional<Duration> grace = Optional.of(usual.grace());
    Optional<Boolean> relock = Optional.of(usual.relockOnClose());
    if (s.has("contact-gpio")) {
      Optional<String> closed = s.optional("contact-closed", Choice.of("low", "high"), "low");
      Optional<String> open = s.ifGiven("contact-open-gpio", new GpioLine());
      lines.take("contact-open-gpio", open);
      if (open.isPresent() && closed.filter("high"::equals).isPresent()) {
        s.mistake("contact-closed", s.found("contact-closed"),
            "\"low\" with contact-open-gpio: a changeover switches to"
                + " ground");
      }
      heldOpen = s.optional("held-open", new Time("1s", "1h"), "30s");
      grace = s.optional("grace", new Time("0s", "10s"), "1s");
      relock = s.optional("relock-on-close", new Flag(), true);
      watched = () -> Optional.of(
          new DoorSettings.Contact(contact.orElseThrow(), closed.orElseThrow().equals("high"), open));
    } else {
      useless(s, CONTACT_KEYS, "contact-gpio");
    }
    Optional<Duration> debounce = s.optional("debounce", new Time("5ms", "500ms"), "30ms");
    Optional<String> passback = s.optional("anti-passback", Choice.of("off", "warn", "deny"), "off");
    s.finish();
    return built(chip, relay, active, pulse, exit, exitDoes, exitPulse, watched, grace, heldOpen, relock, debounce,
        passback);
  }

  private static Supplier<Optional<DoorSettings>> built(Optional<String> chip, Optional<String> relay,
      Optional<String> active, Optional<Duration> pulse, Optional<String> exit, Optional<String> exitDoes,
      Optional<Duration> exitPulse, Supplier<Optional<DoorSettings.Contact>> contact, Optional<Duration> grace,
      Optional<Duration> heldOpen, Optional<Boolean> relock, Optional<Duration> debounce, Optional<String> passback) {
    return () -> Optional.of(new DoorSettings(chip.orElseThrow(), relay.orElseThrow(),
        active.orElseThrow().equals("high"), pulse.orElseThrow(), exit,
        DoorOptions.Exit.valueOf(exitDoes.orElseThrow().toUpperCase(Locale.ROOT)), exitPulse.orElseThrow(),
        contact.get(), grace.orElseThrow(), heldOpen.orElseThrow(), relock.orElseThrow(), debounce.orElseThrow(),
        AntiPassback.valueOf(passback.orElseThrow().toUpperCase(Locale.ROOT))));
  }

  /// A key that does nothing is a mistake: somebody believes that it does.
  private static void useless(Section s, String[] keys, String without) {
    for (String key : keys) {
      if (s.has(key)) {
        s.mistake(key, s.found(key), "no " + key + " without " + without);
      }
    }
    s.alsoKnown(keys);
  }
}
