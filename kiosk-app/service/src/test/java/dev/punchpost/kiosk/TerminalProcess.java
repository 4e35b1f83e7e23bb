package dev.punchpost.kiosk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// The real program as a process of its own, as its user starts it. What its panel shows is read from its standard
/// output, so that a line that was written before a kill counts.
public final class TerminalProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final List<JsonNode> screens = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private TerminalProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::readScreens, "panel-lines");
    reader.start();
  }

  /// Starts `punchpost run --config FILE`; its log goes to the file beside the configuration.
  public static TerminalProcess start(Path config, String... more) {
    List<String> command = new ArrayList<>(command("run", "--config", config.toString()));
    command.addAll(List.of(more));
    return start(config, command);
  }

  /// Starts `punchpost run --config FILE` as the last arguments of another program.
  public static TerminalProcess startUnder(List<String> program, Path config) {
    List<String> command = new ArrayList<>(program);
    command.addAll(command("run", "--config", config.toString()));
    return start(config, command);
  }

  private static TerminalProcess start(Path config, List<String> command) {
    try {
      return new TerminalProcess(new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.appendTo(config.resolveSibling("terminal.log").toFile())).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts `punchpost run --config FILE` with another main class.
  ///
  /// @param environment added to this process's own
  public static TerminalProcess start(Path config, Class<?> main, Map<String, String> environment) {
    List<String> command = new ArrayList<>(command("run", "--config", config.toString()));
    command.set(command.indexOf("dev.punchpost.kiosk.Main"), main.getName());
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(config.resolveSibling("terminal.log").toFile()));
    builder.environment().putAll(environment);
    try {
      return new TerminalProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The command line of a `punchpost` command on this test's class path.
  public static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-cp",
        System.getProperty("java.class.path"), "dev.punchpost.kiosk.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Runs a command to its end.
  ///
  /// @return exit code and everything that it printed
  public static Finished run(String... arguments) {
    return runWithInput("", arguments);
  }

  /// @param input standard input
  public static Finished runWithInput(String input, String... arguments) {
    try {
      Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Finished(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public record Finished(int exit, String output) {}

  private void readScreens() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        screens.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      // A killed process may leave half a line: it was not shown.
    }
  }

  /// Everything that the panel showed so far.
  public List<JsonNode> screens() {
    return screens;
  }

  /// Ticks shown so far, repetitions not counted.
  public List<JsonNode> ticks() {
    return screens.stream().filter(TerminalProcess::isTick).toList();
  }

  public static boolean isTick(JsonNode screen) {
    return screen.path("screen").asText().equals("accepted") && !screen.path("repeat").asBoolean();
  }

  public void awaitScreen(String what, Predicate<JsonNode> condition) {
    Awaitility.await(what).atMost(30, TimeUnit.SECONDS).until(() -> screens.stream().anyMatch(condition));
  }

  public void awaitReady() {
    awaitScreen("terminal ready", screen -> screen.path("screen").asText().equals("idle"));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /// Power is cut.
  public void kill() {
    // Not of the Process itself: that closes our end of its pipe, and with it the last ticks.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  public int awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the terminal did not end");
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// SIGTERM, as systemd would.
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }
}
