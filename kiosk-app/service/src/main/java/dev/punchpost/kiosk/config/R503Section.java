package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.r503.R503Options;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioChipName;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioLine;
import dev.punchpost.kiosk.config.ReaderValueTypes.ModuleAddress;
import dev.punchpost.kiosk.config.ReaderValueTypes.NumberOf;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.FilePath;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Keys of `r503`.
final class R503Section {
  private R503Section() {}

  static Supplier<Settings.Reader> read(Section s, Supplier<ReaderName> name, ReaderClaims claims, Path folder) {
    Supplier<String> port = ReaderSections.serialPort(s, folder, claims);
    Optional<Integer> baud = s.optional("baud", NumberOf.these(9600, 19_200, 38_400, 57_600, 115_200), 57_600L);
    Optional<Long> address = s.optional("address", new ModuleAddress(), "FFFFFFFF");
    Optional<Path> password = s.ifGiven("password-file",
        new FilePath(folder, "a file with the module's password as 8 hexadecimal digits"));
    Optional<Path> key = s.ifGiven("key-file",
        new FilePath(folder, "a file with the key of the templates as 64 hexadecimal digits"));
    Optional<Integer> level = s.optional("security-level", new WholeNumber(0, 5), 0L);
    Optional<Integer> presses = s.optional("presses", new WholeNumber(2, 6), 2L);
    Optional<Integer> searches = s.optional("searches", new WholeNumber(1, 5), 2L);
    Optional<Duration> idlePoll = s.optional("idle-poll", new Time("100ms", "5s"), "500ms");
    Supplier<Optional<ReaderSettings.R503.Touch>> touch = touch(s, claims);
    R503Options usual = R503Options.defaults();
    return () -> new ReaderSettings.R503(name.get(), port.get(), baud.orElseThrow(), password, key,
        new R503Options(address.orElseThrow(), usual.password(), level.orElseThrow(), presses.orElseThrow(),
            searches.orElseThrow(), idlePoll.orElseThrow(), usual.busyPoll(),
            touch.get().map(ReaderSettings.R503.Touch::touchedIsHigh).orElse(usual.touchedIsHigh()), usual.answer(),
            usual.start()),
        touch.get());
  }

  private static Supplier<Optional<ReaderSettings.R503.Touch>> touch(Section s, ReaderClaims claims) {
    Optional<String> line = s.ifGiven("touch-gpio", new GpioLine());
    if (!s.has("touch-gpio")) {
      for (String key : new String[]{"gpio-chip", "touch-active"}) {
        if (s.has(key)) {
          s.mistake(key, s.found(key), "touch-gpio too, or no " + key);
        }
      }
      s.alsoKnown("gpio-chip", "touch-active");
      return Optional::empty;
    }
    Optional<String> chip = s.optional("gpio-chip", new GpioChipName(), "auto");
    Optional<String> active = s.optional("touch-active", Choice.of("low", "high"), "low");
    new GpioClaims(s, chip, claims).take("touch-gpio", line);
    return () -> Optional.of(new ReaderSettings.R503.Touch(chip.orElseThrow(), line.orElseThrow(),
        active.orElseThrow().equals("high")));
  }
}
