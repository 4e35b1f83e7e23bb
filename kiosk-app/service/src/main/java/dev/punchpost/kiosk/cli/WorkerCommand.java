package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "worker", description = "One worker: the day, PIN, roles, erasure.")
final class WorkerCommand extends CommandGroup {

  @Command(name = "show", description = "Show a worker's day: every entry, correction and its author, worked and break"
      + " time, and what is not clear. A night shift belongs to the day of its first IN.")
  static final class Show implements Callable<Integer> {
    private final Errand errand;

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    @Option(names = "--day", paramLabel = "DATE", description = "2026-11-20, in the terminal's zone (default: today).")
    private @Nullable String day;

    Show(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.WorkerShow(worker, Optional.ofNullable(day)), errand.console());
    }
  }

  @Command(name = "pin", description = "Set a worker's PIN (4 to 12 digits). For root and the service's user.")
  static final class SetPin implements Callable<Integer> {
    private final Errand errand;
    private final InputStream in;

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    @Option(names = "--remove", description = "Remove it.")
    private boolean remove;

    @Option(names = "--pin-stdin", description = "Read it from standard input.")
    private boolean fromInput;

    SetPin(Errand errand, InputStream in) {
      this.errand = errand;
      this.in = in;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.WorkerPin(worker, remove
          ? Optional.empty()
          : Optional.of(new PinEntry(in, fromInput).choose("New PIN of " + worker))), errand.console());
    }
  }

  @Command(name = "role", description = "Give or take roles by hand, whatever the roster says now or later. For root and"
      + " the service's user.")
  static final class Role implements Callable<Integer> {
    private final Errand errand;

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    @Option(names = "--add", paramLabel = "ROLE", description = "Give it, such as supervisor.")
    private List<String> add = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "ROLE", description = "Take it.")
    private List<String> remove = new ArrayList<>();

    @Option(names = "--reset", description = "First drop what was set by hand before: the roster decides again.")
    private boolean reset;

    Role(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.WorkerRole(worker, String.join(" ", add), String.join(" ", remove), reset),
          errand.console());
    }
  }

  @Command(name = "erase", description = "Remove a worker's name, badges, PIN and roles for good; entries keep the worker"
      + " id. For root and the service's user.")
  static final class Erase implements Callable<Integer> {
    private final Errand errand;

    @Parameters(paramLabel = "WORKER", description = "Worker id.")
    private String worker = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, in 3 to 500 characters."
        + " It stays for good: no names.")
    private String reason = "";

    Erase(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.WorkerErase(worker, reason), errand.console());
    }
  }
}
