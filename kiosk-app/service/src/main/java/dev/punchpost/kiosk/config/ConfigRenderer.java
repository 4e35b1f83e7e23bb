package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.Origins.Effective;
import dev.punchpost.kiosk.config.SettingsResult.Bad;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import java.util.List;

/// What `config check` and `config show` print.
public final class ConfigRenderer {
  private ConfigRenderer() {}

  /// The lines of `config check`: one for a good file, one for each mistake of a bad one.
  public static List<String> check(SettingsResult result) {
    return switch (result) {
      case Good good -> List.of(Shown.plain(good.source().file().toString()) + ": no mistakes (terminal "
          + good.settings().terminal().clientId() + ", readers: " + good.settings().readers().size() + ", sha256 "
          + good.sha256() + ")");
      case Bad bad -> bad.mistakes().stream().map(Mistake::toString).toList();
    };
  }

  /// Every key with its value in force, as TOML that means the same as the file.
  ///
  /// @param origin whether each line says where its value comes from, as in `# default` or `# punchpost.toml:7`
  /// @return lines, each ended by a line feed
  public static String show(Good good, boolean origin) {
    StringBuilder out = new StringBuilder();
    String table = "";
    for (Effective value : good.origins().values()) {
      String current = value.header() + value.table();
      if (!current.equals(table)) {
        out.append(out.isEmpty() ? "" : "\n").append(value.header()).append('\n');
        table = current;
      }
      if (value.toml().isEmpty()) {
        out.append("# ").append(value.key()).append(" is not set");
      } else {
        out.append(value.key()).append(" = ").append(value.toml());
      }
      out.append(origin ? "  # " + value.origin() : "").append('\n');
    }
    return out.toString();
  }
}
