package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.control.Request.Action;
import dev.punchpost.kiosk.pin.Pin;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "correct", description = "Correct the record, as a supervisor with a PIN. The entry that is corrected"
    + " stays; the correction is an entry of its own.")
final class CorrectCommand extends CommandGroup {

  /// Who corrects, and why.
  static final class Author {
    @Option(names = "--by", paramLabel = "SUPERVISOR", required = true, description = "Worker id of the supervisor.")
    private String by = "";

    @Option(names = "--approved-by", paramLabel = "SUPERVISOR", description = "Worker id of a second supervisor, who"
        + " types a PIN, too.")
    private @Nullable String approvedBy;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, in 3 to 500 characters."
        + " It stays for good: no names.")
    private String reason = "";

    @Option(names = "--pin-stdin", description = "Read the PIN from standard input, the approver's from its second line.")
    private boolean fromInput;

    int perform(Errand errand, InputStream in, Action action, What what) {
      PinEntry pins = new PinEntry(in, fromInput);
      Pin pin = pins.ask("PIN of " + by);
      Optional<Request.Approval> approval = Optional.ofNullable(approvedBy)
          .map(second -> new Request.Approval(second, pins.ask("PIN of " + second)));
      return errand.perform(new Request.Correct(action, what.target, what.worker, what.kind, what.time, by, pin,
          approval, reason), errand.console());
    }
  }

  private record What(Optional<String> target, Optional<String> worker, Optional<String> kind, Optional<String> time) {}

  private abstract static class Correcting implements Callable<Integer> {
    private final Errand errand;
    private final InputStream in;

    @Mixin
    private final Author author = new Author();

    Correcting(Errand errand, InputStream in) {
      this.errand = errand;
      this.in = in;
    }

    int perform(Action action, What what) {
      return author.perform(errand, in, action, what);
    }
  }

  @Command(name = "void", description = "A punch counts no longer.")
  static final class VoidIt extends Correcting {
    @Parameters(paramLabel = "SEQ", description = "The punch, or the correction that made it what it is.")
    private String target = "";

    VoidIt(Errand errand, InputStream in) {
      super(errand, in);
    }

    @Override
    public Integer call() {
      return perform(Action.VOID,
          new What(Optional.of(target), Optional.empty(), Optional.empty(), Optional.empty()));
    }
  }

  @Command(name = "replace", description = "A punch was another: give what differs.")
  static final class Replace extends Correcting {
    @Parameters(paramLabel = "SEQ", description = "The punch, or the correction that made it what it is.")
    private String target = "";

    @Option(names = "--time", paramLabel = "TIME", description = "2026-11-20T08:00 in the terminal's zone, or with an offset.")
    private @Nullable String time;

    @Option(names = "--kind", paramLabel = "IN|OUT", description = "Direction.")
    private @Nullable String kind;

    @Option(names = "--worker", paramLabel = "WORKER", description = "Whose punch it was.")
    private @Nullable String worker;

    Replace(Errand errand, InputStream in) {
      super(errand, in);
    }

    @Override
    public Integer call() {
      return perform(Action.REPLACE, new What(Optional.of(target), Optional.ofNullable(worker),
          Optional.ofNullable(kind), Optional.ofNullable(time)));
    }
  }

  @Command(name = "add", description = "A punch was missed.")
  static final class Add extends Correcting {
    @Option(names = "--worker", paramLabel = "WORKER", required = true, description = "Whose punch it was.")
    private String worker = "";

    @Option(names = "--kind", paramLabel = "IN|OUT", required = true, description = "Direction.")
    private String kind = "";

    @Option(names = "--time", paramLabel = "TIME", required = true, description = "2026-11-20T08:00 in the terminal's"
        + " zone, or with an offset.")
    private String time = "";

    Add(Errand errand, InputStream in) {
      super(errand, in);
    }

    @Override
    public Integer call() {
      return perform(Action.ADD, new What(Optional.empty(), Optional.of(worker), Optional.of(kind), Optional.of(time)));
    }
  }

  @Command(name = "assign", description = "An unidentified tap was this worker's.")
  static final class Assign extends Correcting {
    @Parameters(paramLabel = "SEQ", description = "The tap.")
    private String target = "";

    @Option(names = "--worker", paramLabel = "WORKER", required = true, description = "Whose tap it was.")
    private String worker = "";

    @Option(names = "--kind", paramLabel = "IN|OUT", required = true, description = "Direction.")
    private String kind = "";

    Assign(Errand errand, InputStream in) {
      super(errand, in);
    }

    @Override
    public Integer call() {
      return perform(Action.ASSIGN,
          new What(Optional.of(target), Optional.of(worker), Optional.of(kind), Optional.empty()));
    }
  }
}
