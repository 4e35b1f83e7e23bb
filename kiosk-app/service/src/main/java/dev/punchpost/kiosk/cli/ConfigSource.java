package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Reads a configuration file for a command.
@FunctionalInterface
public interface ConfigSource {
  Configuration read(Path file);

  /// What the file says.
  sealed interface Configuration {
    /// @param show the configuration as TOML; `true` adds where each value comes from
    record Good(Settings settings, Function<Boolean, String> show) implements Configuration {}

    /// @param mistakes a line each, with file and line
    /// @param sockets where a service that goes on with its last good configuration may answer, likeliest first
    record Bad(List<String> mistakes, List<Path> sockets) implements Configuration {
      public Bad {
        mistakes = List.copyOf(mistakes);
        sockets = List.copyOf(sockets);
      }
    }
  }
}
