package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "punches", description = "Punches and unidentified taps of the ledger.")
final class PunchesCommand extends CommandGroup {

  /// The time span, for both.
  static final class Span {
    @Option(names = "--from", paramLabel = "TIME", description = "First moment: RFC 3339, or a date (its beginning in the terminal's zone).")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "End, exclusive, likewise.")
    @Nullable
    String to;

    Request request(Request.Format format) {
      return new Request.Punches(Optional.ofNullable(from), Optional.ofNullable(to), format);
    }
  }

  @Command(name = "list", description = "Show them as a table, in the terminal's time zone.")
  static final class ListAll implements Callable<Integer> {
    private final Errand errand;

    @Mixin
    private final Span span = new Span();

    ListAll(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(span.request(Request.Format.TABLE), errand.console());
    }
  }

  /// File formats.
  enum FileFormat {
    CSV,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(name = "export", description = "Write them as CSV, or as JSON Lines: the CloudEvents as published. CSV cells"
      + " are written as they are; tell a spreadsheet that the worker column is text.")
  static final class Export implements Callable<Integer> {
    private final Errand errand;

    @Mixin
    private final Span span = new Span();

    @Option(names = "--format", paramLabel = "csv|json", description = "csv (default) or json.")
    private FileFormat format = FileFormat.CSV;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to this file (0600), not standard output.")
    private String output = "";

    Export(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return OutputFile.perform(errand, span.request(switch (format) {
        case CSV -> Request.Format.CSV;
        case JSON -> Request.Format.JSON;
      }), output);
    }
  }
}
