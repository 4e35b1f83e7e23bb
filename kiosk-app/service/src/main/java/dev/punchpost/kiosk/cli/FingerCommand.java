package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Output;
import dev.punchpost.kiosk.control.Request;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "finger", description = "Workers' fingers at fingerprint modules.")
final class FingerCommand extends CommandGroup {
  @Command(name = "enrol", description = "Enrol a finger of a worker who has agreed ('punchpost consent give'): says what"
      + " to do, press by press. Ctrl-C ends it, and nothing is stored.")
  static final class Enrol implements Callable<Integer> {
    private final Errand errand;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    @Option(names = "--reader", paramLabel = "NAME", description = "A reader with driver r503 (default: the only one).")
    private String reader = "";

    @Option(names = "--seconds", paramLabel = "N", description = "How long to wait for each press (default 60).")
    private int seconds = 60;

    Enrol(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      Console console = errand.console();
      return errand.perform(new Request.FingerEnrol(worker, Optional.of(reader).filter(r -> !r.isEmpty()),
          ReaderCommand.seconds(seconds, spec)), new Output() {
            @Override
            public void out(String line) {
              console.out(line);
              console.flush();
            }

            @Override
            public void err(String line) {
              console.err(line);
            }
          });
    }
  }

  @Command(name = "delete", description = "Delete all fingers of a worker, in the store and in the modules; the consent"
      + " stays.")
  static final class Delete implements Callable<Integer> {
    private final Errand errand;

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    Delete(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.FingerDelete(worker), errand.console());
    }
  }

  @Command(name = "list", description = "Whose fingers are where, and what is still to be erased.")
  static final class ListAll implements Callable<Integer> {
    private final Errand errand;

    ListAll(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.FingerList(), errand.console());
    }
  }
}
