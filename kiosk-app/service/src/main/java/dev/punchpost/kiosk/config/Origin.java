package dev.punchpost.kiosk.config;

import java.nio.file.Path;

/// Where a value comes from.
public sealed interface Origin {
  /// The program's own value: the key is not in the file.
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /// @param line 1 or greater
  record FileLine(Path file, int line) implements Origin {
    @Override
    public String toString() {
      return Shown.plain(file.toString()) + ":" + line;
    }
  }

  /// A central system has set it, over the network.
  ///
  /// @param version its own name for what it has set
  record Central(String version) implements Origin {
    @Override
    public String toString() {
      return "central configuration " + Shown.quoted(version);
    }
  }
}
