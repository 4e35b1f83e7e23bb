package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.panel.Words;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;

/// The types of values that the configuration knows.
final class ValueTypes {
  private ValueTypes() {}

  /// A text of a given form.
  record Word(Pattern form, Set<String> reserved, String expected) implements ValueType<String> {
    static Word name(String what) {
      return new Word(Pattern.compile("[a-z0-9-]{1,31}"), Set.of(),
          what + " of 1 to 31 characters out of a-z, 0-9 and -");
    }

    @Override
    public Optional<String> read(Object value) {
      return value instanceof String text && form.matcher(text).matches() && !reserved.contains(text)
          ? Optional.of(text)
          : Optional.empty();
    }
  }

  /// Text that may be empty.
  record Text(int longest) implements ValueType<String> {
    @Override
    public Optional<String> read(Object value) {
      return value instanceof String text && text.length() <= longest ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String expected() {
      return "a text of at most " + longest + " characters in quotes";
    }
  }

  record Choice(List<String> words) implements ValueType<String> {
    static Choice of(String... words) {
      return new Choice(List.of(words));
    }

    @Override
    public Optional<String> read(Object value) {
      return value instanceof String text && words.contains(text) ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String expected() {
      return "one of " + words.stream().map(Shown::quoted).collect(Collectors.joining(", "));
    }
  }

  record WholeNumber(int least, int most) implements ValueType<Integer> {
    @Override
    public Optional<Integer> read(Object value) {
      return value instanceof Long number && number >= least && number <= most
          ? Optional.of(number.intValue())
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "a whole number from " + least + " to " + most;
    }
  }

  /// Such as `"60s"`: a whole number of ms, s, m, h or d.
  record Time(String least, String most) implements ValueType<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    @Override
    public Optional<Duration> read(Object value) {
      return value instanceof String text ? parse(text).filter(this::inRange) : Optional.empty();
    }

    private boolean inRange(Duration duration) {
      return parse(least).filter(l -> duration.compareTo(l) >= 0).isPresent()
          && parse(most).filter(m -> duration.compareTo(m) <= 0).isPresent();
    }

    private static Optional<Duration> parse(String text) {
      Matcher m = FORM.matcher(text);
      if (!m.matches()) {
        return Optional.empty();
      }
      long number = Long.parseLong(m.group(1));
      return Optional.of(switch (m.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      });
    }

    @Override
    public String expected() {
      return "a duration from \"" + least + "\" to \"" + most + "\" (a whole number and ms, s, m, h or d)";
    }
  }

  /// Such as `"4y"`: a whole number of days or years. A year counts 366 days, so that nothing is too old a day early.
  record Age(String least, String most) implements ValueType<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(d|y)");

    @Override
    public Optional<Duration> read(Object value) {
      return value instanceof String text
          ? parse(text).filter(age -> parse(least).filter(l -> age.compareTo(l) >= 0).isPresent()
              && parse(most).filter(m -> age.compareTo(m) <= 0).isPresent())
          : Optional.empty();
    }

    private static Optional<Duration> parse(String text) {
      Matcher m = FORM.matcher(text);
      return m.matches()
          ? Optional.of(Duration.ofDays(Long.parseLong(m.group(1)) * (m.group(2).equals("y") ? 366 : 1)))
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "an age from \"" + least + "\" to \"" + most + "\" (a whole number and d or y)";
    }
  }

  /// Such as `"64MB"` (powers of 1000) or `"64MiB"` (powers of 1024), in bytes.
  record Size(String least, String most) implements ValueType<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(k|Ki|M|Mi|G|Gi|T|Ti)?B");

    @Override
    public Optional<Long> read(Object value) {
      return value instanceof String text
          ? parse(text).filter(this::inRange).map(BigInteger::longValueExact)
          : Optional.empty();
    }

    private boolean inRange(BigInteger size) {
      return parse(least).filter(l -> size.compareTo(l) >= 0).isPresent()
          && parse(most).filter(m -> size.compareTo(m) <= 0).isPresent();
    }

    private static Optional<BigInteger> parse(String text) {
      Matcher m = FORM.matcher(text);
      if (!m.matches()) {
        return Optional.empty();
      }
      String unit = m.group(2) == null ? "" : m.group(2);
      int power = unit.isEmpty() ? 0 : "kMGT".indexOf(Character.toString(unit.charAt(0)).replace('K', 'k')) + 1;
      BigInteger base = BigInteger.valueOf(unit.endsWith("i") ? 1024 : 1000);
      return Optional.of(new BigInteger(m.group(1)).multiply(base.pow(power)));
    }

    @Override
    public String expected() {
      return "a size from \"" + least + "\" to \"" + most + "\" (a whole number and kB, MB, GB, TB, KiB, MiB, GiB or"
          + " TiB)";
    }
  }

  /// A path; a relative one starts at the folder of the file.
  record FilePath(Path folder, String what) implements ValueType<Path> {
    @Override
    public Optional<Path> read(Object value) {
      if (!(value instanceof String text) || text.isEmpty() || text.length() > 4096
          || text.codePoints().anyMatch(Character::isISOControl)) {
        return Optional.empty();
      }
      try {
        return Optional.of(folder.resolve(text).normalize());
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "the path of " + what;
    }

    @Override
    public String toml(Object raw, Path value) {
      return Shown.quoted(value.toString());
    }
  }

  /// A regular expression as java.util.regex reads it.
  record Regex() implements ValueType<Pattern> {
    private static final int LONGEST = 256;

    @Override
    public Optional<Pattern> read(Object value) {
      if (!(value instanceof String text) || text.length() > LONGEST) {
        return Optional.empty();
      }
      try {
        return Optional.of(Pattern.compile(text));
      } catch (PatternSyntaxException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "a regular expression of at most " + LONGEST + " characters";
    }

    @Override
    public String expectedInsteadOf(Object value) {
      if (value instanceof String text && text.length() <= LONGEST) {
        try {
          Pattern.compile(text);
        } catch (PatternSyntaxException e) {
          return expected() + " (" + Shown.plain(e.getDescription()) + ")";
        }
      }
      return expected();
    }
  }

  /// A region of the IANA time zone database. Offsets and abbreviations know no change to summer time, or an ambiguous
  /// one, and are refused.
  record Zone() implements ValueType<ZoneId> {
    private static final Set<String> REGIONS = ZoneId.getAvailableZoneIds().stream()
        .filter(id -> (id.contains("/") && !id.startsWith("SystemV/")) || id.length() > 3 || id.equals("UTC"))
        .collect(Collectors.toUnmodifiableSet());

    @Override
    public Optional<ZoneId> read(Object value) {
      return value instanceof String text && REGIONS.contains(text) ? Optional.of(ZoneId.of(text)) : Optional.empty();
    }

    @Override
    public String expected() {
      return "an IANA time zone such as \"Europe/Madrid\"";
    }

    @Override
    public String expectedInsteadOf(Object value) {
      return value instanceof String text
          ? Spelling.nearest(text, REGIONS).map(z -> "an IANA time zone (did you mean " + Shown.quoted(z) + "?)")
              .orElse(expected())
          : expected();
    }
  }

  /// A language that the panel speaks, with or without a region: `pt` or `pt-BR`.
  record Language() implements ValueType<String> {
    @Override
    public Optional<String> read(Object value) {
      if (!(value instanceof String text)) {
        return Optional.empty();
      }
      try {
        Locale locale = new Locale.Builder().setLanguageTag(text).build();
        return Words.LANGUAGES.contains(locale.getLanguage()) ? Optional.of(text) : Optional.empty();
      } catch (IllformedLocaleException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return Choice.of(Words.LANGUAGES.toArray(String[]::new)).expected();
    }
  }

  /// One broker's address.
  record Broker() implements ValueType<BrokerUrl> {
    @Override
    public Optional<BrokerUrl> read(Object value) {
      try {
        return value instanceof String text ? Optional.of(BrokerUrl.parse(text)) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "mqtt://host[:port] or mqtts://host[:port]";
    }
  }

  /// Several values of one type, or a single one without brackets. What is wrong inside is found by [Section].
  record ListOf<T>(ValueType<T> item, int most) implements ValueType<List<T>> {
    @Override
    public Optional<List<T>> read(Object value) {
      if (!(value instanceof TomlArray array)) {
        return item.read(value).map(List::of);
      }
      List<T> items = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        item.read(array.get(i)).ifPresent(items::add);
      }
      return items.size() == array.size() && !items.isEmpty() && items.size() <= most
          ? Optional.of(items)
          : Optional.empty();
    }

    @Override
    public String expected() {
      return item.expected() + ", or a list of 1 to " + most + " of them";
    }
  }
}
