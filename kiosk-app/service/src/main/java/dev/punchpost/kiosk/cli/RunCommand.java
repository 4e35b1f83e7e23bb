package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.JournalPriority;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = RunCommand.NAME, description = "Run the terminal until it is told to stop.")
final class RunCommand implements Callable<Integer> {
  static final String NAME = "run";

  private final Errand errand;

  @Option(names = "--service", description = "As a service: go on with the last good configuration if the file has"
      + " mistakes.")
  private boolean service;

  RunCommand(Errand errand) {
    this.errand = errand;
  }

  @Override
  public Integer call() {
    return start(errand, service);
  }

  static int start(Errand errand, boolean service) {
    if (System.getProperty("punchpost.log") == null) {
      System.setProperty("punchpost.log", "INFO"); // see logback.xml; nothing has logged before this
    }
    JournalPriority.choose(errand.surroundings().environment());
    if (!service) {
      errand.settings(); // tells all mistakes, before anything is opened
    }
    return errand.surroundings().runner().run(errand.configFile(), service);
  }
}
