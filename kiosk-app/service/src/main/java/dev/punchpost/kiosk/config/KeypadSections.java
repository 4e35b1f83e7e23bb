package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.keypad.KeypadLayout;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.KeyDevice;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioChipName;
import dev.punchpost.kiosk.config.ReaderValueTypes.GpioLine;
import dev.punchpost.kiosk.config.ReaderValueTypes.Keyboard;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.ListOf;
import dev.punchpost.kiosk.config.ValueTypes.Text;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.Word;
import dev.punchpost.kiosk.punch.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The tables `[[keypad]]`.
final class KeypadSections {
  /// The keys of all drivers.
  private static final String[] KEYS = {"name", "reader", "gpio-chip", "row-gpios", "column-gpios", "layout",
    "debounce",
    "device"};

  private final ReaderClaims claims;
  private final Set<String> osdpReaders;
  private final boolean door;

  /// @param claims after readers, panel, door and contacts have taken what is theirs
  /// @param osdpReaders names of readers that may have a keypad
  /// @param door whether there is one that a key can choose
  KeypadSections(ReaderClaims claims, Set<String> osdpReaders, boolean door) {
    this.claims = claims;
    this.osdpReaders = Set.copyOf(osdpReaders);
    this.door = door;
  }

  Supplier<List<KeypadSettings>> all(List<Section> sections) {
    List<Supplier<KeypadSettings>> keypads = new ArrayList<>();
    for (Section s : sections) {
      keypads.add(keypad(s));
      s.finish();
    }
    return () -> keypads.stream().map(Supplier::get).toList();
  }

  private Supplier<KeypadSettings> keypad(Section s) {
    Optional<String> driver = s.required("driver", Choice.of("matrix", "usb", "osdp"));
    Optional<String> name;
    Supplier<KeypadSettings.Device> device;
    switch (driver.orElse("")) {
      case "matrix" -> {
        name = name(s);
        device = matrix(s);
      }
      case "usb" -> {
        name = name(s);
        Optional<KeyDevice> keyboard = s.required("device", new Keyboard());
        keyboard.ifPresent(d -> claims.take(s, "device", "keyboard " + d, s.found("device"), "a keyboard of its own"));
        device = () -> new KeypadSettings.Usb(keyboard.orElseThrow());
      }
      case "osdp" -> {
        name = reader(s);
        device = KeypadSettings.Osdp::new;
      }
      default -> {
        name = Optional.empty();
        device = KeypadSettings.Osdp::new;
        // Without a driver nobody knows which of the drivers' keys belong here.
        s.alsoKnown(KEYS);
      }
    }
    List<Optional<Wish>> functions = List.of(function(s, "f1"), function(s, "f2"), function(s, "f3"),
        function(s, "f4"));
    Optional<Duration> timeout = s.optional("timeout", new Time("3s", "60s"), "10s");
    Optional<String> prefix = s.optional("worker-prefix", new Word(Pattern.compile("[A-Za-z0-9._-]{0,19}"), Set.of(),
        "up to 19 characters out of A-Z, a-z, 0-9, '.', '_' and '-'"), "");
    return () -> new KeypadSettings(new ReaderName(name.orElseThrow()), device.get(),
        functions.stream().map(Optional::orElseThrow).toList(), timeout.orElseThrow(), prefix.orElseThrow());
  }

  private Optional<String> name(Section s) {
    Optional<String> name = s.required("name", Word.name("a name"));
    name.ifPresent(n -> claims.take(s, "name", "name " + n, s.found("name"), "a name of its own"));
    return name;
  }

  private Optional<String> reader(Section s) {
    Optional<String> reader = s.required("reader", Word.name("the name of a reader with driver \"osdp\":"));
    if (reader.isPresent() && !osdpReaders.contains(reader.get())) {
      s.mistake("reader", s.found("reader"), "the name of a [[reader]] with driver \"osdp\"");
    }
    reader.ifPresent(r -> claims.take(s, "reader", "keypad of " + r, s.found("reader"), "a reader of its own"));
    return reader;
  }

  private Supplier<KeypadSettings.Device> matrix(Section s) {
    Optional<String> chip = s.optional("gpio-chip", new GpioChipName(), "auto");
    Optional<List<String>> rows = s.required("row-gpios", new ListOf<>(new GpioLine(), 8));
    Optional<List<String>> columns = s.required("column-gpios", new ListOf<>(new GpioLine(), 8));
    GpioClaims lines = new GpioClaims(s, chip, claims);
    lines.takeEach("row-gpios", rows);
    lines.takeEach("column-gpios", columns);
    Optional<KeypadLayout> layout;
    if (s.has("layout")) {
      layout = s.required("layout", new ListOf<>(new Text(64), 8)).flatMap(texts -> layout(s, texts));
    } else {
      s.ifGiven("layout", new ListOf<>(new Text(64), 8));
      layout = Optional.of(columns.filter(c -> c.size() == 3).isPresent()
          ? KeypadLayout.fourByThree()
          : KeypadLayout.fourByFour());
    }
    if (layout.isPresent() && rows.isPresent() && rows.get().size() != layout.get().rows().size()) {
      s.mistake("row-gpios", rows.get().size() + " lines",
          layout.get().rows().size() + " lines, as many as layout has");
    }
    if (layout.isPresent() && columns.isPresent()
        && columns.get().size() != layout.get().rows().getFirst().size()) {
      s.mistake("column-gpios", columns.get().size() + " lines",
          layout.get().rows().getFirst().size() + " lines, as many as layout has");
    }
    Optional<Duration> debounce = s.optional("debounce", new Time("5ms", "200ms"), "25ms");
    return () -> new KeypadSettings.Matrix(chip.orElseThrow(), rows.orElseThrow(), columns.orElseThrow(),
        layout.orElseThrow(), debounce.orElseThrow());
  }

  private static Optional<KeypadLayout> layout(Section s, List<String> rows) {
    try {
      return Optional.of(KeypadLayout.of(rows.toArray(String[]::new)));
    } catch (IllegalArgumentException e) {
      s.mistake("layout", "a layout that cannot be (" + e.getMessage() + ")",
          "rows of keys such as \"1 2 3 F1\", each key once: 0 to 9, F1 to F4, clear, enter");
      return Optional.empty();
    }
  }

  private Optional<Wish> function(Section s, String key) {
    Optional<String> word = s.optional(key, Choice.of("none", "in", "out", "door"), "none");
    if (word.filter("door"::equals).isPresent() && !door) {
      s.mistake(key, s.found(key), "no \"door\" without [door]");
    }
    return word.map(w -> Wish.valueOf(w.toUpperCase(Locale.ROOT)));
  }
}
