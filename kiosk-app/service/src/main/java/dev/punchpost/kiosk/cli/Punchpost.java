package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `punchpost` itself.
@Command(name = "punchpost", description = "A wall terminal that never loses a punch.", versionProvider = Punchpost.Versions.class)
final class Punchpost implements Runnable {
  @Spec
  @Nullable
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "no command given");
  }

  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[]{"punchpost " + Version.value()};
    }
  }
}
