package dev.punchpost.kiosk.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A word that needs another one after it, such as `roster`.
class CommandGroup implements Runnable {
  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public final void run() {
    CommandSpec group = Objects.requireNonNull(spec);
    throw new ParameterException(group.commandLine(),
        "'" + group.qualifiedName() + "' needs one of: " + String.join(", ", group.subcommands().keySet()));
  }
}
