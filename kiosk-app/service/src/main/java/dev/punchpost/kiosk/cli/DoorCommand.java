package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "door", description = "The door that the terminal opens.")
final class DoorCommand extends CommandGroup {
  @Command(name = "unlock", description = "Unlock the door once, for the configured pulse. It goes into the ledger.")
  static final class Unlock implements Callable<Integer> {
    private final Errand errand;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; goes into the ledger.")
    private String reason = "";

    Unlock(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.DoorUnlock(reason), errand.console());
    }
  }
}
