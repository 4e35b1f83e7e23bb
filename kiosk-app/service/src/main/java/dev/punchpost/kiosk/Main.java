package dev.punchpost.kiosk;

import dev.punchpost.hal.linux.Privileges;
import dev.punchpost.kiosk.cli.CommandTree;
import dev.punchpost.kiosk.cli.ConfigSource;
import dev.punchpost.kiosk.cli.ConfigSource.Configuration;
import dev.punchpost.kiosk.cli.Surroundings;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.config.ConfigRenderer;
import dev.punchpost.kiosk.config.LastGoodSettings;
import dev.punchpost.kiosk.config.Mistake;
import dev.punchpost.kiosk.config.ServiceSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.SettingsReader;
import dev.punchpost.kiosk.config.SettingsResult;
import dev.punchpost.kiosk.config.WithOverlay;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.store.derby.DerbyLedgerFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The program.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Wiring::new, args));
  }

  /// Runs one command. Output goes to the bare descriptors: a `PrintStream` would hide a full disk or a closed pipe.
  ///
  /// @param wiring made only if the command needs the machine
  /// @return the exit code
  public static int run(Supplier<Wiring> wiring, String... args) {
    Map<String, String> environment = System.getenv();
    return new CommandTree(new Surroundings(System.in, new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err), environment,
        file -> configuration(file, environment), settings -> wiring.get().store(settings),
        directory -> Privileges.system().becomeOwnerOf(directory), content -> draft(wiring.get(), content),
        (file, service) -> new TerminalRunner(wiring.get(), environment).run(file, service),
        settings -> wiring.get().mqttLink(settings, Optional.empty()), () -> wiring.get().clock().now(),
        (directory, more) -> DerbyLedgerFile.forEachRow(directory, wiring.get().ticker(), more),
        reader -> examine(wiring.get(), reader))).execute(args);
  }

  private static Optional<String> examine(Wiring wiring, Settings.Reader reader) {
    try (DriverCatalogue drivers = wiring.drivers(_ -> {}, Optional.empty())) {
      return drivers.examine(reader);
    }
  }

  private static Draft draft(Wiring wiring, Content content) {
    Reading now = wiring.clock().now();
    return new Draft(wiring.entryIds().next(now.wall()), now, now, content);
  }

  /// @see ConfigSource#read
  private static Configuration configuration(Path file, Map<String, String> environment) {
    return switch (SettingsReader.read(file)) {
      case SettingsResult.Good alone -> {
        // As the service goes by it; another user, who cannot look into the data directory, sees the file alone.
        SettingsResult.Good good = WithOverlay.of(alone).inForce();
        yield new Configuration.Good(good.settings(), origin -> ConfigRenderer.show(good, origin));
      }
      case SettingsResult.Bad(List<Mistake> mistakes, Optional<Path> directory) -> {
        List<Path> directories = new ArrayList<>(directory.stream().toList());
        directories.addAll(ServiceSettings.usualDirectories(environment));
        List<Path> sockets = new ArrayList<>();
        LastGoodSettings.load(directories).ifPresent(good -> sockets.add(good.settings().control().socket()));
        directories.forEach(d -> sockets.add(d.resolve(Settings.Control.SOCKET)));
        yield new Configuration.Bad(mistakes.stream().map(Mistake::toString).toList(), sockets);
      }
    };
  }
}
