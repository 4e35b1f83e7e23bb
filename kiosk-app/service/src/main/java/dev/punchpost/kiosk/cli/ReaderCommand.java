package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(name = "reader", description = "Badge readers.")
final class ReaderCommand extends CommandGroup {
  /// Longest time to wait for a tap, in seconds.
  static final int MOST_SECONDS = 120;

  /// A number of seconds as the option gives it.
  static int seconds(int seconds, picocli.CommandLine.Model.CommandSpec spec) {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new ParameterException(spec.commandLine(),
          "--seconds: found " + seconds + ", expected 1 to " + MOST_SECONDS);
    }
    return seconds;
  }

  @Command(name = "learn", description = "Show what each reader makes of one badge, and with --worker store the forms as"
      + " that worker's badge. Taps are no punches meanwhile.")
  static final class Learn implements Callable<Integer> {
    private final Errand errand;

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec = picocli.CommandLine.Model.CommandSpec.create();

    @Option(names = "--worker", paramLabel = "ID", description = "Give the badge to this worker of the roster.")
    private String worker = "";

    @Option(names = "--seconds", paramLabel = "N", description = "End after so long without a tap (default 20).")
    private int seconds = 20;

    @Option(names = "--numbers", description = "Show whole badge numbers, not their last two characters.")
    private boolean numbers;

    Learn(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.ReaderLearn(Optional.of(worker).filter(w -> !w.isEmpty()),
          seconds(seconds, spec), numbers), errand.console());
    }
  }
}
