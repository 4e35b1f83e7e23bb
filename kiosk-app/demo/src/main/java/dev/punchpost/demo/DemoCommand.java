package dev.punchpost.demo;

import dev.punchpost.demo.page.Exhibition;
import dev.punchpost.demo.terminal.ServiceJvm;
import dev.punchpost.kiosk.cli.Subcommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `punchpost demo`: the real service with a simulated badge reader, a broker and a page that shows it all.
@Command(name = "demo", description = "Show the terminal at work, with a simulated reader, a broker and a page.")
public final class DemoCommand implements Subcommand, Callable<Integer> {
  private static final int FAILED = 1;
  private static final int UNAVAILABLE = 69;
  private static final Duration SETTLE = Duration.ofSeconds(15);

  @Option(names = "--headless", description = "No page: tap, pull cables, cut the power, and judge the outcome.")
  boolean headless;

  @Option(names = "--taps", paramLabel = "N", defaultValue = "50", description = "How many badges to tap with --headless (default: ${DEFAULT-VALUE}).")
  int taps;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "Port of the page on 127.0.0.1; 0 is any free one (default: ${DEFAULT-VALUE}, or the next that is"
      + " free).")
  int port;

  @Option(names = "--data", paramLabel = "DIR", description = "Keep the terminal's data here (default: a new directory that is thrown away).")
  @Nullable
  Path data;

  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public Object command() {
    return new DemoCommand();
  }

  /// @return 0, or with `--headless` 1 if the judge is not content
  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    if (taps < 1 || taps > 1_000_000) {
      throw new ParameterException(command.commandLine(), "--taps " + taps + ", expected 1 to 1000000");
    }
    if (port < 0 || port > 65535) {
      throw new ParameterException(command.commandLine(), "--port " + port + ", expected 0 to 65535");
    }
    Progress progress = line -> {
      out.println(line);
      out.flush();
    };
    Optional<Path> kept = Optional.ofNullable(data).map(Path::toAbsolutePath);
    try {
      if (headless) {
        return new HeadlessRun(ServiceJvm.real(), kept, taps, SETTLE, progress).play() ? 0 : FAILED;
      }
      return new Exhibition(ServiceJvm.real(), kept, port, !noOpen, progress).run();
    } catch (IOException | IllegalStateException e) {
      command.commandLine().getErr().println("punchpost: " + e.getMessage());
      command.commandLine().getErr().flush();
      return headless ? FAILED : UNAVAILABLE;
    }
  }
}
