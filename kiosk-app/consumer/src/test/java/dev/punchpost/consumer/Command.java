package dev.punchpost.consumer;

import dev.punchpost.kiosk.TerminalProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Programs as processes of their own.
final class Command {
  /// @param output everything that it printed
  record Finished(int exit, String output) {}

  private Command() {}

  /// `punchpost consume` with these arguments, to its end.
  static Finished consume(String... arguments) {
    List<String> all = new ArrayList<>(List.of("consume"));
    all.addAll(List.of(arguments));
    return run(new ProcessBuilder(TerminalProcess.command(all.toArray(String[]::new))));
  }

  /// The script that compares a consumer with a terminal's export.
  static Finished compare(String jdbc, Path export) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve(".ci/compare-consumer"))) {
      root = Objects.requireNonNull(root.getParent(), "no .ci above the module");
    }
    ProcessBuilder script = new ProcessBuilder(root.resolve(".ci/compare-consumer").toString(), jdbc,
        export.toString());
    script.environment().put("PUNCHPOST_CONSUMER_LIB", System.getProperty("java.class.path"));
    script.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return run(script);
  }

  private static Finished run(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Finished(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
