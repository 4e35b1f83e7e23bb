package dev.punchpost.kiosk.cli;

/// A command that a module beside the service brings along (`demo`, `bench`), found through
/// [java.util.ServiceLoader]. The module lists its class in
/// `META-INF/services/dev.punchpost.kiosk.cli.Subcommand`.
public interface Subcommand {
  /// An object with picocli's `@Command(name = …)`, `Callable<Integer>` or `Runnable`. Every command is
  /// given the options `--config`, `--socket` and `--help` that it does not define itself.
  Object command();
}
