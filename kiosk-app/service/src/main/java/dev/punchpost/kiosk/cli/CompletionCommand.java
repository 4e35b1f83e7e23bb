package dev.punchpost.kiosk.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "completion", description = "Print a completion script for bash and zsh: source <(punchpost completion)")
final class CompletionCommand implements Callable<Integer> {
  private final Console console;

  @Spec
  @Nullable
  private CommandSpec spec;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    AutoComplete.bash("punchpost", java.util.Objects.requireNonNull(spec).root().commandLine()).lines()
        .forEach(console::out);
    return 0;
  }
}
