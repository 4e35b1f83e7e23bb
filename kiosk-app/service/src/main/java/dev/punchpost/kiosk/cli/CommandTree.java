package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.store.StoreException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// All commands, and what becomes of a wrong command line or a failure: one clear line and an [ExitCode].
public final class CommandTree {
  private static final List<AbsentCommand> CONTRIBUTED = List.of(new AbsentCommand("demo", "demo"),
      new AbsentCommand("bench", "bench"), new AbsentCommand("consume", "consumer"));

  private final Surroundings surroundings;
  private final Console console;

  public CommandTree(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.console = new Console(surroundings.out(), surroundings.err());
  }

  /// @return the exit code
  public int execute(String... args) {
    Optional<PlainStart> start = PlainStart.of(args);
    int code = start.isPresent() ? run(start.get()) : commandLine().execute(args);
    try {
      console.flush();
    } catch (Console.Lost e) {
      return outputLost(e);
    }
    return code;
  }

  private int run(PlainStart start) {
    try {
      return RunCommand.start(new Errand(SharedOptions.withConfig(start.config()), surroundings, console),
          start.service());
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private CommandLine commandLine() {
    SharedOptions options = new SharedOptions();
    Errand errand = new Errand(options, surroundings, console);
    CommandLine line = new CommandLine(new Punchpost());
    line.addSubcommand(new RunCommand(errand));
    addOthers(line, errand);
    line.getCommandSpec().addOption(OptionSpec.builder("-V", "--version").versionHelp(true).type(boolean.class)
        .description("Show the version.").build());
    options.addTo(line.getCommandSpec());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(new OutputStreamWriter(surroundings.out(), StandardCharsets.UTF_8), true));
    line.setErr(new PrintWriter(new OutputStreamWriter(surroundings.err(), StandardCharsets.UTF_8), true));
    line.setParameterExceptionHandler(this::usage);
    line.setExecutionExceptionHandler((failure, _, _) -> failed(failure));
    return line;
  }

  private void addOthers(CommandLine line, Errand errand) {
    line.addSubcommand(new StatusCommand(errand));
    line.addSubcommand(new CommandLine(new RosterCommand())
        .addSubcommand(new RosterCommand.Import(errand, surroundings.in()))
        .addSubcommand(new RosterCommand.ListAll(errand)).addSubcommand(new RosterCommand.Export(errand)));
    line.addSubcommand(new CommandLine(new PunchesCommand()).addSubcommand(new PunchesCommand.ListAll(errand))
        .addSubcommand(new PunchesCommand.Export(errand)));
    line.addSubcommand(new CommandLine(new LedgerCommand()).addSubcommand(new LedgerCommand.Verify(errand))
        .addSubcommand(new LedgerCommand.Export(errand)).addSubcommand(new LedgerCommand.Key(errand)));
    line.addSubcommand(new CommandLine(new WorkerCommand()).addSubcommand(new WorkerCommand.Show(errand))
        .addSubcommand(new WorkerCommand.SetPin(errand, surroundings.in()))
        .addSubcommand(new WorkerCommand.Role(errand)).addSubcommand(new WorkerCommand.Erase(errand)));
    line.addSubcommand(new CommandLine(new CorrectCommand())
        .addSubcommand(new CorrectCommand.VoidIt(errand, surroundings.in()))
        .addSubcommand(new CorrectCommand.Replace(errand, surroundings.in()))
        .addSubcommand(new CorrectCommand.Add(errand, surroundings.in()))
        .addSubcommand(new CorrectCommand.Assign(errand, surroundings.in())));
    line.addSubcommand(new CommandLine(new OutboxCommand()).addSubcommand(new OutboxCommand.ListAll(errand))
        .addSubcommand(new OutboxCommand.Retry(errand)));
    line.addSubcommand(new CommandLine(new ConfigCommand()).addSubcommand(new ConfigCommand.Check(errand))
        .addSubcommand(new ConfigCommand.Show(errand)));
    line.addSubcommand(new DoctorCommand(errand));
    line.addSubcommand(new CommandLine(new ReaderCommand()).addSubcommand(new ReaderCommand.Learn(errand)));
    line.addSubcommand(new CommandLine(new CardCommand()).addSubcommand(new CardCommand.Issue(errand)));
    line.addSubcommand(new CommandLine(new DoorCommand()).addSubcommand(new DoorCommand.Unlock(errand)));
    line.addSubcommand(new CommandLine(new ConsentCommand()).addSubcommand(new ConsentCommand.Give(errand))
        .addSubcommand(new ConsentCommand.Withdraw(errand)));
    line.addSubcommand(new CommandLine(new FingerCommand()).addSubcommand(new FingerCommand.Enrol(errand))
        .addSubcommand(new FingerCommand.Delete(errand)).addSubcommand(new FingerCommand.ListAll(errand)));
    line.addSubcommand(new ScreenCommand(errand));
    line.addSubcommand(new CompletionCommand(console));
    ServiceLoader.load(Subcommand.class).forEach(module -> line.addSubcommand(module.command()));
    for (AbsentCommand absent : CONTRIBUTED) {
      if (!line.getSubcommands().containsKey(absent.name())) {
        line.addSubcommand(absent.name(), new CommandLine(absent).setUnmatchedArgumentsAllowed(true));
      }
    }
  }

  private int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    console.err("punchpost: " + e.getMessage());
    console.err("Usage: " + command.getColorScheme().ansi().new Text(command.getHelp().synopsis(7), command
        .getColorScheme()).plainString().strip());
    console.err("'" + command.getCommandSpec().qualifiedName() + " --help' tells more.");
    return ExitCode.USAGE.code();
  }

  private int failed(Exception e) {
    if ("1".equals(surroundings.environment().get("PUNCHPOST_DEBUG"))) {
      trace(e);
    }
    return switch (e) {
      case CommandFailure failure -> {
        console.err("punchpost: " + failure.getMessage());
        yield failure.code().code();
      }
      case StoreException store -> {
        console.err("punchpost: the store cannot be used: " + store.getMessage());
        yield ExitCode.of(store.kind()).code();
      }
      case Console.Lost lost -> outputLost(lost);
      default -> {
        console.err("punchpost: unexpected fault: " + e + " (PUNCHPOST_DEBUG=1 shows where)");
        yield ExitCode.SOFTWARE.code();
      }
    };
  }

  private void trace(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      console.errOnly(e.toString());
      for (StackTraceElement frame : e.getStackTrace()) {
        console.errOnly("  at " + frame);
      }
    }
  }

  /// `punchpost punches list | head` is no failure worth words; a full disk is.
  private int outputLost(Console.Lost e) {
    String reason = String.valueOf(e.getMessage());
    if (!reason.contains("Broken pipe")) {
      console.errOnly("punchpost: the output cannot be written: " + reason);
    }
    return ExitCode.IO.code();
  }
}
