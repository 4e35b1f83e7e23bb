package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "consent", description = "Workers' consents to the capture of a finger.")
final class ConsentCommand extends CommandGroup {
  @Command(name = "give", description = "A worker has read the text and agrees. It goes into the ledger; before it no"
      + " finger is captured.")
  static final class Give implements Callable<Integer> {
    private final Errand errand;

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    @Option(names = "--text-version", required = true, paramLabel = "VERSION", description = "Which text: 1 to 64 of A-Z"
        + " a-z 0-9 . _ -")
    private String textVersion = "";

    Give(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.ConsentGive(worker, textVersion), errand.console());
    }
  }

  @Command(name = "withdraw", description = "A worker does not agree any more: the worker's fingers are erased in the"
      + " store and in the modules, and the ledger has the proof.")
  static final class Withdraw implements Callable<Integer> {
    private final Errand errand;

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    Withdraw(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.ConsentWithdraw(worker), errand.console());
    }
  }
}
