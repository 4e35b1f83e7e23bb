package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "outbox", description = "Entries that the broker would not take.")
final class OutboxCommand extends CommandGroup {

  @Command(name = "list", description = "Show what was set aside, and why.")
  static final class ListAll implements Callable<Integer> {
    private final Errand errand;

    ListAll(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.OutboxList(), errand.console());
    }
  }

  @Command(name = "retry", description = "Send what was set aside once more; a stopped terminal does so at its start.")
  static final class Retry implements Callable<Integer> {
    private final Errand errand;

    @Parameters(paramLabel = "SEQ", arity = "0..1", description = "Only this entry (default: all).")
    @Nullable
    private Long seq;

    Retry(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.OutboxRetry(Optional.ofNullable(seq).map(Object::toString)),
          errand.console());
    }
  }
}
