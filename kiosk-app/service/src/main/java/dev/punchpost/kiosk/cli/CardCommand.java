package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "card", description = "Smart cards with the site's application (MIFARE DESFire).")
final class CardCommand extends CommandGroup {
  @Command(name = "issue", description = "Make a badge of a card at a reader: puts the site's application, keys and a"
      + " new number on it. Prints the number, or with --worker gives the badge to that worker.")
  static final class Issue implements Callable<Integer> {
    private final Errand errand;

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec = picocli.CommandLine.Model.CommandSpec.create();

    @Option(names = "--reader", required = true, paramLabel = "NAME", description = "A reader with driver pn532 or pcsc.")
    private String reader = "";

    @Option(names = "--worker", paramLabel = "ID", description = "Give the badge to this worker of the roster.")
    private String worker = "";

    @Option(names = "--seconds", paramLabel = "N", description = "How long to wait for a card (default 30).")
    private int seconds = 30;

    Issue(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.CardIssue(reader, Optional.of(worker).filter(w -> !w.isEmpty()),
          ReaderCommand.seconds(seconds, spec)), errand.console());
    }
  }
}
