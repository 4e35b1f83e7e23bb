package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Stands for a command whose module is not here.
@Command(description = "Comes in a package of its own.")
final class AbsentCommand implements Callable<Integer> {
  private final String name;
  private final String module;

  /// @param module where it comes from; its package is called punchpost-`module`
  AbsentCommand(String name, String module) {
    this.name = name;
    this.module = module;
  }

  String name() {
    return name;
  }

  @Override
  public Integer call() {
    throw new CommandFailure(ExitCode.UNAVAILABLE, "'" + name + "' is not part of the terminal's own software: it comes"
        + " in the package punchpost-" + module + ", and in a checkout with kiosk-app/bin/punchpost " + name);
  }
}
