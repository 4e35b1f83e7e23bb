package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.KeyDevice;
import dev.punchpost.kiosk.config.ReaderSettings.KeyboardWedge;
import dev.punchpost.kiosk.config.ReaderSettings.KeyboardWedge.Terminator;
import dev.punchpost.kiosk.config.ReaderValueTypes.Keyboard;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Keys of `keyboard-wedge`.
final class KeyboardWedgeSection {
  private KeyboardWedgeSection() {}

  static Supplier<Settings.Reader> read(Section s, Supplier<ReaderName> name, ReaderClaims claims) {
    Optional<KeyDevice> device = s.required("device", new Keyboard());
    device.ifPresent(d -> claims.take(s, "device", "keyboard " + d, s.found("device"), "a keyboard of its own"));
    Optional<String> layout = s.optional("layout", Choice.of("us", "de", "fr"), "us");
    Optional<String> terminator = s.optional("terminator", Choice.of("enter", "tab", "enter-or-tab", "none"), "enter");
    Optional<Duration> keyTimeout = s.optional("key-timeout", new Time("10ms", "10s"), "500ms");
    Supplier<ReaderSettings.Line> line = LineKeys.read(s);
    Optional<Duration> removedAfter = s.optional("removed-after", new Time("100ms", "60s"), "1s");
    return () -> new KeyboardWedge(name.get(), device.orElseThrow(), layout.orElseThrow(),
        Terminator.valueOf(terminator.orElseThrow().toUpperCase(Locale.ROOT).replace('-', '_')),
        keyTimeout.orElseThrow(), line.get(), removedAfter.orElseThrow());
  }
}
