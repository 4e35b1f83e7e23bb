package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.cli.ConfigSource.Configuration;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.control.ControlClient;
import dev.punchpost.kiosk.control.ControlClient.Attempt;
import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.Output;
import dev.punchpost.kiosk.control.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Does what a command asks where it has to be done: in the running service, through its control socket, or here, on
/// the store of a stopped terminal.
final class Errand {
  private final SharedOptions options;
  private final Surroundings surroundings;
  private final Console console;

  Errand(SharedOptions options, Surroundings surroundings, Console console) {
    this.options = options;
    this.surroundings = surroundings;
    this.console = console;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Console console() {
    return console;
  }

  Path configFile() {
    return options.config();
  }

  /// The control socket, if the command line names one.
  Optional<Path> socket() {
    return options.socket();
  }

  /// What the configuration file says.
  Configuration configuration() {
    Path file = options.config();
    if (Files.exists(file) && !Files.isReadable(file)) {
      throw new CommandFailure(ExitCode.NO_PERMISSION, file + " cannot be read by this user");
    }
    return surroundings.config().read(file);
  }

  /// The settings, or the end of the command with all mistakes told.
  Settings settings() {
    return switch (configuration()) {
      case Configuration.Good(Settings settings, _) -> settings;
      case Configuration.Bad(List<String> mistakes, _) -> throw badConfiguration(mistakes);
    };
  }

  CommandFailure badConfiguration(List<String> mistakes) {
    mistakes.forEach(console::err);
    return new CommandFailure(ExitCode.CONFIG,
        "the configuration has " + mistakes.size() + (mistakes.size() == 1 ? " mistake" : " mistakes"));
  }

  /// @param output takes the result's lines
  /// @return the exit code
  int perform(Request request, Output output) {
    if (options.socket().isPresent()) {
      Path socket = options.socket().get();
      return switch (connect(socket)) {
        case Attempt.Connected(ControlClient client) -> send(client, request, output);
        case Attempt.Denied _ -> throw denied(socket, Optional.empty());
        case Attempt.Stopped _ -> throw new CommandFailure(ExitCode.TRY_AGAIN, "no service answers at " + socket);
      };
    }
    return switch (configuration()) {
      case Configuration.Good(Settings settings, _) -> {
        Path socket = settings.control().socket();
        yield switch (connect(socket)) {
          case Attempt.Connected(ControlClient client) -> send(client, request, output);
          case Attempt.Denied _ -> throw denied(socket, settings.control().group());
          case Attempt.Stopped _ ->
            new StoppedTerminal(surroundings, options.config(), settings).handle(request, output)
                .code();
        };
      }
      case Configuration.Bad(List<String> mistakes, List<Path> sockets) -> {
        Optional<Path> closed = Optional.empty();
        for (Path socket : sockets) {
          switch (connect(socket)) {
            case Attempt.Connected(ControlClient client) -> {
              yield send(client, request, output);
            }
            case Attempt.Denied _ -> closed = Optional.of(socket);
            case Attempt.Stopped _ -> {}
          }
        }
        if (closed.isPresent()) {
          // "Stopped" would be a guess: a service that is not set up keeps its socket where only it and root may look.
          mistakes.forEach(console::err);
          throw denied(closed.get(), Optional.empty());
        }
        if (request instanceof Request.Status(boolean json)) {
          StoppedTerminal.statusWithoutSettings(options.config(), mistakes, json).forEach(output::out);
          yield ExitCode.OK.code();
        }
        throw badConfiguration(mistakes);
      }
    };
  }

  /// Tries the socket of the running service.
  static Attempt connect(Path socket) {
    try {
      return ControlClient.connect(socket);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "the control socket " + socket + " cannot be used: " + e.getMessage());
    }
  }

  private static int send(ControlClient client, Request request, Output output) {
    try (client) {
      return client.send(request, output);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, e.getMessage() + " (was it stopped, or its output not read for a minute?)");
    }
  }

  private static CommandFailure denied(Path socket, Optional<String> group) {
    String who = group.isPresent()
        ? "members of group " + group.get() + " may; a member is made with: sudo usermod -aG " + group.get() + " USER"
        : "its owner and root may ([control] group admits a group)";
    return new CommandFailure(ExitCode.NO_PERMISSION,
        "the service runs, or its folder is closed to this user: the control socket " + socket
            + " is not for this user; " + who);
  }
}
