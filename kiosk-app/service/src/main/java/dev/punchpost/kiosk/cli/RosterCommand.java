package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.roster.RosterFile;
import dev.punchpost.kiosk.roster.RosterFile.Decoded;
import dev.punchpost.kiosk.roster.RosterMistake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "roster", description = "Workers and their badges.")
final class RosterCommand extends CommandGroup {

  @Command(name = "import", description = "Put the roster of a CSV file in force:"
      + " worker,name,badge[,language[,roles]]. Workers that are not in the file become inactive.")
  static final class Import implements Callable<Integer> {
    private final Errand errand;
    private final InputStream in;

    @Parameters(paramLabel = "FILE.csv", description = "The file, in UTF-8; - for standard input.")
    private String file = "-";

    @Option(names = "--merge", description = "Add: workers and badges that are not in the file stay.")
    private boolean merge;

    @Option(names = "--force", description = "Replace even a roster that came from the site over the network. The"
        + " site's next one replaces this one.")
    private boolean force;

    Import(Errand errand, InputStream in) {
      this.errand = errand;
      this.in = in;
    }

    @Override
    public Integer call() {
      String name = file.equals("-") ? "standard input" : file;
      return switch (RosterFile.decode(name, read())) {
        case Decoded.Text(String csv) ->
          errand.perform(new Request.RosterImport(name, csv, merge, force), errand.console());
        case Decoded.NotText(RosterMistake mistake) -> {
          errand.console().err(mistake.toString());
          throw new CommandFailure(ExitCode.DATA, "nothing of the file was applied");
        }
      };
    }

    private byte[] read() {
      try (InputStream bytes = file.equals("-") ? in : Files.newInputStream(Path.of(file))) {
        return bytes.readNBytes(RosterFile.LARGEST + 1);
      } catch (NoSuchFileException e) {
        throw new CommandFailure(ExitCode.NO_INPUT, file + ": there is no such file");
      } catch (AccessDeniedException e) {
        throw new CommandFailure(ExitCode.NO_PERMISSION, file + " cannot be read by this user");
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.NO_INPUT, file + " cannot be read: " + e.getMessage());
      }
    }
  }

  @Command(name = "list", description = "Show all workers; badges are masked.")
  static final class ListAll implements Callable<Integer> {
    private final Errand errand;

    ListAll(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return errand.perform(new Request.RosterList(), errand.console());
    }
  }

  @Command(name = "export", description = "Write the active workers as a CSV file that 'roster import' takes. It holds"
      + " full badge numbers.")
  static final class Export implements Callable<Integer> {
    private final Errand errand;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to this file (0600), not standard output.")
    private String output = "";

    Export(Errand errand) {
      this.errand = errand;
    }

    @Override
    public Integer call() {
      return OutputFile.perform(errand, new Request.RosterExport(), output);
    }
  }
}
