package dev.punchpost.kiosk.config;

import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.kiosk.config.ContactSettings.Which;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioChipName;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioLine;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The table `[contacts]`: tamper switch and mains-fail contact.
final class ContactsSection {
  private ContactsSection() {}

  /// @param claims after readers, panel and door have taken what is theirs
  static Supplier<List<ContactSettings>> read(Section s, ReaderClaims claims) {
    if (!s.present()) {
      return List::of;
    }
    Optional<String> chip = s.optional("gpio-chip", new GpioChipName(), "auto");
    GpioClaims lines = new GpioClaims(s, chip, claims);
    List<Supplier<ContactSettings>> contacts = new ArrayList<>();
    for (Which which : Which.values()) {
      contact(s, which, chip, lines).ifPresent(contacts::add);
    }
    if (!s.has("tamper-gpio") && !s.has("mains-fail-gpio")) {
      s.missing("tamper-gpio", "tamper-gpio or mains-fail-gpio, or no [contacts]");
    }
    s.finish();
    return () -> contacts.stream().map(Supplier::get).toList();
  }

  private static Optional<Supplier<ContactSettings>> contact(Section s, Which which, Optional<String> chip,
      GpioClaims lines) {
    String name = which.word();
    Optional<String> line = s.ifGiven(name + "-gpio", new GpioLine());
    lines.take(name + "-gpio", line);
    if (!s.has(name + "-gpio")) {
      for (String key : List.of(name + "-alarm", name + "-pull", name + "-steady")) {
        if (s.has(key)) {
          s.mistake(key, s.found(key), "no " + key + " without " + name + "-gpio");
        }
        s.alsoKnown(key);
      }
      return Optional.empty();
    }
    boolean tamper = which == Which.TAMPER;
    Optional<String> alarm = s.optional(name + "-alarm", Choice.of("high", "low"), "high");
    Optional<String> pull = s.optional(name + "-pull", Choice.of("up", "down", "none"), tamper ? "up" : "none");
    Optional<Duration> steady = s.optional(name + "-steady", new Time("5ms", "10s"), tamper ? "50ms" : "1s");
    return Optional.of(() -> new ContactSettings(which, chip.orElseThrow(), line.orElseThrow(),
        alarm.orElseThrow().equals("high"), Pull.valueOf(pull.orElseThrow().toUpperCase(Locale.ROOT)),
        steady.orElseThrow()));
  }
}
