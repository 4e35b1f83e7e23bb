package dev.punchpost.kiosk.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What came of reading a configuration file.
public sealed interface SettingsResult {
  /// The whole file is in order.
  ///
  /// @param sha256 of the file's bytes, lower-case hex
  /// @param source what was read
  record Good(Settings settings, Origins origins, String sha256, Source source) implements SettingsResult {}

  /// The file is refused as a whole.
  ///
  /// @param mistakes all of them, by line; not empty
  /// @param directory the data directory, if that part of the file is in order: there the last good copy may be
  record Bad(List<Mistake> mistakes, Optional<Path> directory) implements SettingsResult {
    public Bad {
      mistakes = List.copyOf(mistakes);
      if (mistakes.isEmpty()) {
        throw new IllegalArgumentException("a bad file has at least one mistake");
      }
    }
  }

  /// The text of a configuration.
  ///
  /// @param file the configuration file, which relative paths in the text start from; not the last good copy
  /// @param text the file's text, as its bytes say it in UTF-8
  record Source(Path file, String text) {
    /// Names the file only.
    @Override
    public String toString() {
      return file.toString();
    }
  }
}
