package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.store.LedgerFiles;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.StoreException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the command line takes from outside its package. Nothing of it is used before a command needs it, so that
/// `--version` loads no database.
///
/// @param environment variables of the process
/// @param stores opens the store of a stopped terminal
/// @param owner drops root's rights
/// @param drafts makes a ledger entry of now
/// @param runner runs the terminal
/// @param links an MQTT client, for `doctor`
/// @param clock the machine's clocks
/// @param ledgers reads data directories for `ledger verify --data`
/// @param readers opens a reader and asks it what it is, for `doctor`; empty if that would change something
public record Surroundings(InputStream in, OutputStream out, OutputStream err, Map<String, String> environment,
    ConfigSource config, Function<Settings, PunchStore> stores, OwnerChange owner, Function<Content, Draft> drafts,
    Runner runner, Function<Settings, MqttLink> links, TerminalClock clock, LedgerFiles ledgers,
    Function<Settings.Reader, Optional<String>> readers) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /// Without readers to be asked.
  public Surroundings(InputStream in, OutputStream out, OutputStream err, Map<String, String> environment,
      ConfigSource config, Function<Settings, PunchStore> stores, OwnerChange owner, Function<Content, Draft> drafts,
      Runner runner, Function<Settings, MqttLink> links, TerminalClock clock, LedgerFiles ledgers) {
    this(in, out, err, environment, config, stores, owner, drafts, runner, links, clock, ledgers,
        _ -> Optional.empty());
  }

  /// Without files of ledgers to read.
  public Surroundings(InputStream in, OutputStream out, OutputStream err, Map<String, String> environment,
      ConfigSource config, Function<Settings, PunchStore> stores, OwnerChange owner, Function<Content, Draft> drafts,
      Runner runner, Function<Settings, MqttLink> links, TerminalClock clock) {
    this(in, out, err, environment, config, stores, owner, drafts, runner, links, clock, (directory, _) -> {
      throw new StoreException(StoreException.Kind.FAILED, "there is no ledger in " + directory, null);
    });
  }

  /// Gives up root for another user.
  @FunctionalInterface
  public interface OwnerChange {
    /// The whole process becomes the owner of this directory, for good.
    ///
    /// @throws RuntimeException if the system refuses
    void becomeOwnerOf(Path directory);
  }

  /// The terminal itself.
  @FunctionalInterface
  public interface Runner {
    /// Runs until it is told to stop.
    ///
    /// @param config the configuration file; good, unless run as a service
    /// @param service whether to go on without a good configuration
    /// @return the exit code
    int run(Path config, boolean service);
  }
}
