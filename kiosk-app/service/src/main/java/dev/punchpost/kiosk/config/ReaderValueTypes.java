package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.credential.WiegandFormatText;
import dev.punchpost.hal.linux.KeyDevice;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The types of values that only devices have: readers and displays.
final class ReaderValueTypes {
  private ReaderValueTypes() {}

  record Flag() implements ValueType<Boolean> {
    @Override
    public Optional<Boolean> read(Object value) {
      return value instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    @Override
    public String expected() {
      return "true or false";
    }
  }

  /// One of a few whole numbers.
  record NumberOf(List<Integer> numbers) implements ValueType<Integer> {
    static NumberOf these(Integer... numbers) {
      return new NumberOf(List.of(numbers));
    }

    @Override
    public Optional<Integer> read(Object value) {
      return value instanceof Long number && number == number.intValue() && numbers.contains(number.intValue())
          ? Optional.of(number.intValue())
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "one of " + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
  }

  /// A 7-bit address of an I²C device.
  ///
  /// @param which the addresses, in words
  record I2cAddress(String which, IntPredicate fits) implements ValueType<Integer> {
    static I2cAddress of(String which, IntPredicate fits) {
      return new I2cAddress(which, fits);
    }

    @Override
    public Optional<Integer> read(Object value) {
      return value instanceof Long number && number > 0 && number < 0x80 && fits.test(number.intValue())
          ? Optional.of(number.intValue())
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "an I2C address, " + which;
    }

    @Override
    public String toml(Object raw, Integer value) {
      return String.format(Locale.ROOT, "0x%02X", value);
    }
  }

  /// An application id of DESFire: six hexadecimal digits, not all zero.
  record ApplicationId() implements ValueType<Integer> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{6}");

    @Override
    public Optional<Integer> read(Object value) {
      return value instanceof String text && FORM.matcher(text).matches() && !text.equals("000000")
          ? Optional.of(HexFormat.fromHexDigits(text))
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "six hexadecimal digits in quotes, not all of them 0";
    }
  }

  /// The address of a fingerprint module: eight hexadecimal digits.
  record ModuleAddress() implements ValueType<Long> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{8}");

    @Override
    public Optional<Long> read(Object value) {
      return value instanceof String text && FORM.matcher(text).matches()
          ? Optional.of(HexFormat.fromHexDigitsToLong(text))
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "eight hexadecimal digits in quotes";
    }
  }

  /// A 16-bit UUID: four hexadecimal digits.
  record ShortUuid() implements ValueType<Integer> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{4}");

    @Override
    public Optional<Integer> read(Object value) {
      return value instanceof String text && FORM.matcher(text).matches()
          ? Optional.of(HexFormat.fromHexDigits(text))
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "four hexadecimal digits in quotes";
    }
  }

  /// An iBeacon's UUID or an Eddystone namespace.
  record BeaconGroup() implements ValueType<String> {
    @Override
    public Optional<String> read(Object value) {
      if (!(value instanceof String text)) {
        return Optional.empty();
      }
      String digits = text.replace("-", "").toUpperCase(Locale.ROOT);
      return digits.matches("[0-9A-F]{32}|[0-9A-F]{20}") ? Optional.of(digits) : Optional.empty();
    }

    @Override
    public String expected() {
      return "the UUID of iBeacons (32 hexadecimal digits) or the namespace of Eddystone beacons (20)";
    }
  }

  /// A Wiegand format by its name or in clauses, as [WiegandFormatText] has it.
  record Format() implements ValueType<WiegandFormat> {
    private static final int LONGEST = 512;

    @Override
    public Optional<WiegandFormat> read(Object value) {
      try {
        return value instanceof String text && text.length() <= LONGEST
            ? Optional.of(WiegandFormatText.parse(text))
            : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "H10301, H10306, H10302, H10304 or a description such as \"bits 35; facility 2-13; number 14-33;"
          + " even 1: 2-3,5-6\"";
    }

    @Override
    public String expectedInsteadOf(Object value) {
      if (value instanceof String text && text.length() <= LONGEST) {
        try {
          WiegandFormatText.parse(text);
        } catch (NumberFormatException e) {
          return expected();
        } catch (IllegalArgumentException e) {
          return expected() + " (" + Shown.plain(String.valueOf(e.getMessage())) + ")";
        }
      }
      return expected();
    }
  }

  /// A keyboard as [KeyDevice] writes it.
  record Keyboard() implements ValueType<KeyDevice> {
    @Override
    public Optional<KeyDevice> read(Object value) {
      if (!(value instanceof String text) || text.length() > 256
          || text.codePoints().anyMatch(Character::isISOControl)) {
        return Optional.empty();
      }
      try {
        return Optional.of(KeyDevice.parse(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "a keyboard such as \"/dev/input/by-id/usb-…-event-kbd\", \"usb:08ff:0009\", \"usb:08ff:0009:SERIAL\" or"
          + " \"name:…\"";
    }
  }

  /// A GPIO chip: its path, its label, or `auto` for that of the header.
  record GpioChipName() implements ValueType<String> {
    private static final Pattern FORM = Pattern.compile("[!-~]{1,63}");

    @Override
    public Optional<String> read(Object value) {
      return value instanceof String text && FORM.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String expected() {
      return "\"auto\", the path of a GPIO chip or its label";
    }
  }

  /// A GPIO line: its number on the chip (on the Raspberry Pi the BCM number), or its name.
  record GpioLine() implements ValueType<String> {
    private static final Pattern FORM = Pattern.compile("[!-~]{1,63}");

    @Override
    public Optional<String> read(Object value) {
      return switch (value) {
        case Long number when number >= 0 && number <= 1023 -> Optional.of(number.toString());
        case String text when FORM.matcher(text).matches() -> Optional.of(text);
        default -> Optional.empty();
      };
    }

    @Override
    public String expected() {
      return "the number of a GPIO line (0 to 1023; on a Raspberry Pi the BCM number) or its name";
    }
  }
}
