package dev.punchpost.kiosk.config;

import java.nio.file.Path;

/// One mistake in a configuration file, for the technician.
///
/// @param file as it was named on the command line
/// @param line 1 or greater; 0 if the mistake is not in a line (no such file)
/// @param key dotted, such as `reader.driver`; empty if the mistake is not in a key, `syntax` if the line is not TOML
/// @param found what the file says, never a secret
/// @param expected what it should say
public record Mistake(Path file, int line, String key, String found, String expected) {
  /// Where to look, such as `punchpost.toml:7`: short enough for the panel.
  public String where() {
    Path name = file.getFileName();
    String shown = Shown.plain(name == null ? file.toString() : name.toString());
    return line > 0 ? shown + ":" + line : shown;
  }

  /// One line: `punchpost.toml:7: reader.driver: found "rdm630", expected one of "rdm6300", "serial-line"`.
  @Override
  public String toString() {
    return Shown.plain(file.toString()) + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ")
        + "found " + found + ", expected " + expected;
  }
}
