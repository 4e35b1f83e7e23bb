package dev.punchpost.demo.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One life of the terminal, from power on to power off: the real service as a child process. Thread-safe.
public final class TerminalProcess {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalProcess.class);
  private static final long STOP_SECONDS = 5;
  private static final long IMPORT_SECONDS = 300;

  private final Process process;
  private final Thread panel;

  private TerminalProcess(Process process, Thread panel) {
    this.process = process;
    this.panel = panel;
  }

  /// Switches the terminal on.
  ///
  /// @param lines hears of every screen, in order, on one thread
  /// @param ended told the exit code, after the last line
  public static TerminalProcess start(ServiceJvm jvm, TerminalFiles files, Consumer<PanelLine> lines, IntConsumer ended)
      throws IOException {
    Process process = jvm.start(files.folder(), files.log().toFile(), "run", "--config", files.config().toString());
    Thread panel = Thread.ofPlatform().daemon().name("panel").start(() -> {
      read(process, lines);
      ended.accept(process.onExit().join().exitValue());
    });
    return new TerminalProcess(process, panel);
  }

  /// Gives the stopped terminal its roster.
  ///
  /// @throws IOException with what the command said
  public static void importRoster(ServiceJvm jvm, TerminalFiles files) throws IOException, InterruptedException {
    Process process = jvm.start(files.folder(), files.log().toFile(), "roster", "import", files.roster().toString(),
        "--config", files.config().toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(IMPORT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the roster was not imported: " + said.strip() + " " + lastWords(files.log()));
    }
  }

  /// Cuts the power: SIGKILL. Returns when the process is gone and its last screen has been read.
  public void cut() throws InterruptedException {
    // Not of the Process itself: that closes our end of its pipe, and with it the last ticks.
    process.toHandle().destroyForcibly();
    process.waitFor();
    panel.join();
  }

  /// Asks the service to end, and insists after a few seconds.
  public void stop() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
    panel.join();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// The end of the log, for a message to the user.
  public static String lastWords(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    } catch (IOException e) {
      return "(its log cannot be read)";
    }
  }

  private static void read(Process process, Consumer<PanelLine> lines) {
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(line -> PanelLine.parse(line).ifPresentOrElse(lines,
          () -> LOG.warn("the terminal wrote a line that is no screen, {} characters", line.length())));
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("the panel's pipe ended", e);
    }
  }
}
