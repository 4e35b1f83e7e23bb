package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Show how the terminal is.")
final class StatusCommand implements Callable<Integer> {
  private final Errand errand;

  @Option(names = "--json", description = "As a JSON object with field names that stay.")
  private boolean json;

  StatusCommand(Errand errand) {
    this.errand = errand;
  }

  @Override
  public Integer call() {
    return errand.perform(new Request.Status(json), errand.console());
  }
}
