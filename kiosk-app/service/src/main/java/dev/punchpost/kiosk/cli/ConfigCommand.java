package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.cli.ConfigSource.Configuration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "config", description = "Check or show the configuration.")
final class ConfigCommand extends CommandGroup {

  @Command(name = "check", description = "Tell every mistake of the file, with its line.")
  static final class Check implements Callable<Integer> {
    private final Errand errand;

    Check(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      errand.settings();
      errand.console().out(errand.configFile() + ": good");
      return 0;
    }
  }

  @Command(name = "show", description = "Show the configuration with all defaults filled in.")
  static final class Show implements Callable<Integer> {
    private final Errand errand;

    @Option(names = "--origin", description = "Say where each value comes from.")
    private boolean origin;

    Show(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      switch (errand.configuration()) {
        case Configuration.Good good -> good.show().apply(origin).lines().forEach(errand.console()::out);
        case Configuration.Bad(List<String> mistakes, _) -> throw errand.badConfiguration(mistakes);
      }
      return 0;
    }
  }
}
