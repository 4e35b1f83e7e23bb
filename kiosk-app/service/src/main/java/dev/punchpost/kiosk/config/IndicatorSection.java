package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.indicator.QuietHours;
import dev.punchpost.kiosk.config.IndicatorSettings.ActiveBuzzer;
import dev.punchpost.kiosk.config.IndicatorSettings.Led;
import dev.punchpost.kiosk.config.IndicatorSettings.PassiveBuzzer;
import dev.punchpost.kiosk.config.IndicatorSettings.Sound;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioChipName;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioLine;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import dev.punchpost.kiosk.config.ValueTypes.Word;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The table `[panel.indicator]`: LEDs, a buzzer, quiet hours.
final class IndicatorSection {
  /// Such as `"22:00"`.
  private record TimeOfDay() implements ValueType<LocalTime> {
    private static final Pattern FORM = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    @Override
    public Optional<LocalTime> read(Object value) {
      return value instanceof String text && FORM.matcher(text).matches()
          ? Optional.of(LocalTime.parse(text))
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "a time of day such as \"22:00\"";
    }
  }

  private final Section s;
  private final GpioClaims lines;
  private final ReaderClaims claims;

  private IndicatorSection(Section s, GpioClaims lines, ReaderClaims claims) {
    this.s = s;
    this.lines = lines;
    this.claims = claims;
  }

  /// @param claims after readers and panel have taken what is theirs
  static Supplier<Optional<IndicatorSettings>> read(Section s, ReaderClaims claims) {
    if (!s.present()) {
      return Optional::empty;
    }
    Optional<String> chip = s.optional("gpio-chip", new GpioChipName(), "auto");
    IndicatorSection section = new IndicatorSection(s, new GpioClaims(s, chip, claims), claims);
    Supplier<Optional<Led>> led = section.led();
    Supplier<Optional<Sound>> sound = section.sound();
    Optional<LocalTime> from = s.ifGiven("quiet-from", new TimeOfDay());
    Optional<LocalTime> to = s.ifGiven("quiet-to", new TimeOfDay());
    if (s.has("quiet-from") != s.has("quiet-to")) {
      s.missing(s.has("quiet-from") ? "quiet-to" : "quiet-from", "both quiet-from and quiet-to, or neither");
    }
    s.finish();
    return () -> Optional.of(new IndicatorSettings(chip.orElseThrow(), led.get(), sound.get(),
        from.isPresent() && to.isPresent() ? new QuietHours(from.get(), to.get()) : QuietHours.never()));
  }

  private Supplier<Optional<Led>> led() {
    Optional<String> kind = s.optional("led", Choice.of("none", "single", "red-green", "red-green-amber"), "none");
    List<String> keys = switch (kind.orElse("")) {
      case "single" -> List.of("led-gpio");
      case "red-green" -> List.of("red-gpio", "green-gpio");
      case "red-green-amber" -> List.of("red-gpio", "green-gpio", "amber-gpio");
      case "none" -> List.of();
      default -> {
        // Without its kind nobody knows which lines it has.
        s.alsoKnown("led-gpio", "red-gpio", "green-gpio", "amber-gpio", "led-active");
        yield List.of();
      }
    };
    if (keys.isEmpty()) {
      return Optional::empty;
    }
    List<Optional<String>> given = keys.stream().map(this::line).toList();
    Optional<String> active = s.optional("led-active", Choice.of("high", "low"), "high");
    return () -> Optional.of(new Led(given.stream().map(Optional::orElseThrow).toList(),
        active.orElseThrow().equals("high")));
  }

  private Supplier<Optional<Sound>> sound() {
    Optional<String> kind = s.optional("buzzer", Choice.of("none", "active", "passive"), "none");
    return switch (kind.orElse("")) {
      case "active" -> {
        Optional<String> line = line("buzzer-gpio");
        Optional<String> active = s.optional("buzzer-active", Choice.of("high", "low"), "high");
        yield () -> Optional.of(new ActiveBuzzer(line.orElseThrow(), active.orElseThrow().equals("high")));
      }
      case "passive" -> {
        Optional<String> chip = s.optional("pwm-chip",
            new Word(Pattern.compile("pwmchip[0-9]{1,3}"), Set.of(), "a PWM chip such as \"pwmchip0\""), "pwmchip0");
        Optional<Integer> channel = s.optional("pwm-channel", new WholeNumber(0, 31), 0L);
        chip.ifPresent(c -> channel.ifPresent(n -> claims.take(s, "pwm-channel", "pwm " + c + " " + n, n.toString(),
            "a PWM channel of its own")));
        Optional<Integer> volume = s.optional("volume", new WholeNumber(1, 100), 60L);
        yield () -> Optional.of(new PassiveBuzzer(chip.orElseThrow(), channel.orElseThrow(), volume.orElseThrow()));
      }
      case "none" -> Optional::empty;
      default -> {
        s.alsoKnown("buzzer-gpio", "buzzer-active", "pwm-chip", "pwm-channel", "volume");
        yield Optional::empty;
      }
    };
  }

  private Optional<String> line(String key) {
    Optional<String> line = s.required(key, new GpioLine());
    lines.take(key, line);
    return line;
  }
}
