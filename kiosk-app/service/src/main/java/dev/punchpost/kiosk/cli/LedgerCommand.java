package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.LedgerRequests;
import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.evidence.LedgerVerification;
import dev.punchpost.kiosk.evidence.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "ledger", description = "The ledger as evidence.")
final class LedgerCommand extends CommandGroup {

  @Command(name = "verify", description = "Look for any change. Ends with 0 if there is none, 1 if something was changed,"
      + " 65 if it cannot be read. Without --data or --file: this terminal's ledger, running or not.")
  static final class Verify implements Callable<Integer> {
    private final Errand errand;

    /// At most one of them.
    static final class Where {
      @Option(names = "--data", paramLabel = "DIR", description = "A data directory that no service uses, such as a copy.")
      @Nullable
      Path data;

      @Option(names = "--file", paramLabel = "EXPORT", description = "An export, or published entries, one a line.")
      @Nullable
      Path file;
    }

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    @Option(names = "--key", paramLabel = "PUB", description = "Public key that must have signed: a PEM file or 64"
        + " hexadecimal digits; may be given again. Default: the terminal's own; in an export the first that signed.")
    private List<String> keys = List.of();

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "What was kept elsewhere: published entries, a"
        + " status --json, the first line of an earlier export.")
    @Nullable
    private Path checkpoint;

    Verify(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      List<String> keyTexts = new ArrayList<>();
      keys.forEach(key -> keyTexts.add(key.matches("[0-9a-fA-F]{64}")
          ? key.toLowerCase(java.util.Locale.ROOT)
          : read(Path.of(key))));
      String checkpoints = checkpoint == null ? "" : read(checkpoint);
      LedgerVerification verification;
      try {
        verification = LedgerVerification.of(keyTexts, checkpoints);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(ExitCode.DATA, String.valueOf(e.getMessage()));
      }
      if (where.file != null) {
        return LedgerRequests.tell(file(verification, where.file), errand.console()).code();
      }
      if (where.data != null) {
        return LedgerRequests
            .tell(StoredLedger.verify(errand.surroundings(), verification, where.data), errand.console()).code();
      }
      return errand.perform(new Request.LedgerVerify(String.join("\n", keyTexts), checkpoints), errand.console());
    }

    private static Verdict file(LedgerVerification verification, Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        return verification.lines(in);
      } catch (IOException e) {
        return new Verdict.Unreadable(file + " cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.DATA, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }
  }

  @Command(name = "export", description = "Write entries as JSON Lines under a signed first line, to the first"
      + " checkpoint after them. 'ledger verify --file' needs nothing else.")
  static final class Export implements Callable<Integer> {
    private final Errand errand;

    @Mixin
    private final PunchesCommand.Span span = new PunchesCommand.Span();

    @Option(names = "--output", paramLabel = "FILE", description = "Write to this file (0600), not standard output.")
    private String output = "";

    Export(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return OutputFile.perform(errand,
          new Request.LedgerExport(Optional.ofNullable(span.from), Optional.ofNullable(span.to)), output);
    }
  }

  @Command(name = "key", description = "Show the public key that signs this terminal's ledger (PEM).")
  static final class Key implements Callable<Integer> {
    private final Errand errand;

    Key(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.LedgerKey(), errand.console());
    }
  }
}
