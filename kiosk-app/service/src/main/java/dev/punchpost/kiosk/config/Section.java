package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.Origins.Effective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of the file while it is read. It takes note of every mistake and goes on, remembers which keys were asked
/// for, so that the others are unknown, and writes down where each value comes from.
///
/// Reading gives empty where there is a mistake, which says nothing more: somebody else has noted it.
final class Section {
  /// What the sections of one file share.
  ///
  /// @param overlay what a central system has set
  record Context(Path file, Path folder, TomlText text, String[] lines, List<Mistake> mistakes,
      List<Effective> effective, Optional<Overlay> overlay) {
    void mistake(int line, String key, String found, String expected) {
      mistakes.add(new Mistake(file, line, key, found, expected));
    }

    /// Where the value really stands: the parser gives the place after the comma before it.
    int lineOf(@Nullable TomlPosition position) {
      if (position == null) {
        return 1;
      }
      int line = Math.clamp(position.line(), 1, lines.length);
      String rest = lines[line - 1].substring(Math.clamp(position.column() - 1, 0, lines[line - 1].length()));
      while (blank(rest) && line < lines.length) {
        rest = lines[line++];
      }
      return line;
    }

    private static boolean blank(String rest) {
      String stripped = rest.replace(",", "").strip();
      return stripped.isEmpty() || stripped.startsWith("#");
    }
  }

  private final Context context;
  private final String header;
  private final String path;
  private final int number;
  private final int line;
  private final @Nullable TomlTable table;
  private final Set<String> known = new LinkedHashSet<>();

  /// @param path dotted, empty for the whole file
  /// @param table absent if the file has none: then every key has its default or is missing
  Section(Context context, String header, String path, int number, int line, @Nullable TomlTable table) {
    this.context = context;
    this.header = header;
    this.path = path;
    this.number = number;
    this.line = line;
    this.table = table;
  }

  boolean present() {
    return table != null;
  }

  int line() {
    return line;
  }

  /// The line of a key, or of the table if the key is not there.
  int lineOf(String key) {
    return table != null && table.contains(List.of(key))
        ? context.lineOf(table.inputPositionOf(List.of(key)))
        : line;
  }

  boolean has(String key) {
    return central(key).isPresent() || inFile(key);
  }

  /// What stands there, if it is a text; whether it may is checked where the key is read.
  Optional<String> text(String key) {
    return value(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  boolean is(String key, String text) {
    return text(key).filter(text::equals).isPresent();
  }

  private boolean inFile(String key) {
    return table != null && table.contains(List.of(key));
  }

  /// A key that must be there.
  <T> Optional<T> required(String key, ValueType<T> type) {
    known.add(key);
    if (has(key)) {
      return given(key, type);
    }
    missing(key, type.expected());
    return Optional.empty();
  }

  /// A key that may be there.
  ///
  /// @param fallback its default, as it would stand in the file
  <T> Optional<T> optional(String key, ValueType<T> type, Object fallback) {
    known.add(key);
    if (has(key)) {
      return given(key, type);
    }
    Optional<T> value = type.read(fallback);
    value.ifPresent(v -> note(key, type.toml(fallback, v), new Origin.Default()));
    return value;
  }

  /// A key that may be there and has no default.
  <T> Optional<T> ifGiven(String key, ValueType<T> type) {
    known.add(key);
    if (has(key)) {
      return given(key, type);
    }
    note(key, "", new Origin.Default());
    return Optional.empty();
  }

  /// A table in this one; absent if the file has none or something else in its place.
  Section table(String key) {
    known.add(key);
    Object value = value(key);
    String full = full(key);
    if (value instanceof TomlTable found) {
      return new Section(context, "[" + full + "]", full, 0, lineOf(key), found);
    }
    if (value != null) {
      mistake(key, Shown.found(key, value), "a table [" + full + "]");
    }
    return new Section(context, "[" + full + "]", full, 0, value == null ? line : lineOf(key), null);
  }

  /// The tables of an array `[[key]]`.
  List<Section> tables(String key) {
    known.add(key);
    Object value = value(key);
    String full = full(key);
    List<Section> sections = new ArrayList<>();
    if (value instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        int at = context.lineOf(array.inputPositionOf(i));
        if (array.get(i) instanceof TomlTable found) {
          sections.add(new Section(context, "[[" + full + "]]", full, i, at, found));
        } else {
          context.mistake(at, full, Shown.found(key, array.get(i)), "a table [[" + full + "]]");
        }
      }
    } else if (value != null) {
      mistake(key, Shown.found(key, value), "tables [[" + full + "]]");
    }
    return sections;
  }

  /// Keys that exist, though not in this table's case: they are not unknown.
  void alsoKnown(String... keys) {
    known.addAll(List.of(keys));
  }

  /// Notes what is left over as unknown. After all keys were asked for.
  void finish() {
    if (table == null || (path.isEmpty() && context.text().tornApart())) {
      return;
    }
    for (String key : table.keySet()) {
      if (!known.contains(key) && !(path.isEmpty() && context.text().setAside().contains(key))) {
        String expected = Spelling.nearest(key, known).map(k -> "a known key (did you mean " + Shown.quoted(k) + "?)")
            .orElseGet(() -> ValueTypes.Choice.of(known.toArray(String[]::new)).expected());
        mistake(key, "an unknown key", expected);
      }
    }
  }

  /// Notes a mistake of this key, at its line.
  void mistake(String key, String found, String expected) {
    if (central(key).isPresent()) {
      context.mistakes().add(Overlay.mistake(full(key), found, expected));
      return;
    }
    context.mistake(lineOf(key), full(key), found, expected);
  }

  /// Notes that a key is missing, unless it may stand on a line that could not be read.
  void missing(String key, String expected) {
    if (!context.text().tornApart() && !context.text().brokenKeys().contains(key)) {
      context.mistake(line, full(key), "nothing", expected);
    }
  }

  /// The value as the file has it, for a mistake.
  String found(String key) {
    Object value = value(key);
    return value == null ? "nothing" : Shown.found(key, value);
  }

  private <T> Optional<T> given(String key, ValueType<T> type) {
    Object raw = value(key);
    if (raw == null) {
      return Optional.empty();
    }
    Optional<T> value = type.read(raw);
    if (value.isPresent()) {
      note(key, type.toml(raw, value.get()), central(key).isPresent()
          ? new Origin.Central(context.overlay().map(Overlay::version).orElse(""))
          : new Origin.FileLine(context.file(), lineOf(key)));
    } else if (type instanceof ValueTypes.ListOf<?> list && raw instanceof TomlArray array
        && !badItems(key, list.item(), array).isEmpty()) {
      context.mistakes().addAll(badItems(key, list.item(), array));
    } else {
      mistake(key, Shown.found(key, raw), type.expectedInsteadOf(raw));
    }
    return value;
  }

  private List<Mistake> badItems(String key, ValueType<?> type, TomlArray array) {
    List<Mistake> bad = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      Object item = array.get(i);
      if (type.read(item).isEmpty()) {
        bad.add(new Mistake(context.file(), context.lineOf(array.inputPositionOf(i)), full(key),
            Shown.found(key, item), type.expectedInsteadOf(item)));
      }
    }
    return bad;
  }

  /// What a central system has set for this key: it wins over the file.
  private Optional<Object> central(String key) {
    return context.overlay().map(overlay -> overlay.values().get(full(key)));
  }

  private @Nullable Object value(String key) {
    Optional<Object> central = central(key);
    if (central.isPresent()) {
      return central.get();
    }
    return table == null ? null : table.get(List.of(key));
  }

  private void note(String key, String toml, Origin origin) {
    context.effective().add(new Effective(header, number, key, toml, origin));
  }

  private String full(String key) {
    String plain = Shown.plain(key);
    return path.isEmpty() ? plain : path + "." + plain;
  }
}
