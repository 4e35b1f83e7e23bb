package dev.punchpost.kiosk.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/// The options that every command takes, before or after its name.
final class SharedOptions {
  private static final Path DEFAULT_CONFIG = Path.of("/etc/punchpost/punchpost.toml");

  private @Nullable Path config;
  private @Nullable Path socket;

  static SharedOptions withConfig(Optional<Path> file) {
    SharedOptions options = new SharedOptions();
    options.config = file.orElse(null);
    return options;
  }

  Path config() {
    return config == null ? DEFAULT_CONFIG : config;
  }

  Optional<Path> socket() {
    return Optional.ofNullable(socket);
  }

  /// Adds them to a command and all commands under it. One that a module's command has itself stays as it is.
  void addTo(CommandSpec spec) {
    add(spec, path("--config", "Configuration file (default: " + DEFAULT_CONFIG + ").", value -> config = value));
    add(spec, path("--socket", "Control socket of the running service (default: as configured).",
        value -> socket = value));
    add(spec, OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class)
        .description("Show this help.").build());
    for (CommandLine command : spec.subcommands().values()) {
      addTo(command.getCommandSpec());
    }
  }

  private static void add(CommandSpec spec, OptionSpec option) {
    if (!spec.optionsMap().containsKey(option.longestName())) {
      spec.addOption(option);
    }
  }

  private static OptionSpec path(String name, String description, Consumer<Path> target) {
    return OptionSpec.builder(name).paramLabel("FILE").type(Path.class).description(description)
        .setter(new KeepsEarlierValue(target)).build();
  }

  /// Every command has an option object of its own, and picocli sets each of them to "nothing" before it parses: that
  /// must not undo the one given before the command's name.
  private record KeepsEarlierValue(Consumer<Path> target) implements ISetter {
    @Override
    public <T> T set(T value) {
      if (value instanceof Path path) {
        target.accept(path);
      }
      return value;
    }
  }
}
