package dev.punchpost.demo.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/// The terminal's files: configuration, roster, log, and where its data goes.
///
/// @param folder everything that is not kept
/// @param data the store's directory
public record TerminalFiles(Path folder, Path data) {
  /// Long enough that a machine which is busy for a moment does not turn one presentation into two.
  public static final Duration REMOVED_AFTER = Duration.ofMillis(500);

  public Path config() {
    return folder.resolve("punchpost.toml");
  }

  public Path roster() {
    return folder.resolve("roster.csv");
  }

  public Path log() {
    return folder.resolve("terminal.log");
  }

  public Path readerPort() {
    return folder.resolve("front-reader");
  }

  /// Whether the store was there before.
  public boolean hasPast() throws IOException {
    if (!Files.isDirectory(data)) {
      return false;
    }
    try (var entries = Files.list(data)) {
      return entries.findAny().isPresent();
    }
  }

  /// Writes configuration and roster.
  ///
  /// @param brokerPort where the network cable begins
  public void write(int brokerPort, ZoneId zone, Duration repeatWindow) throws IOException {
    Files.writeString(roster(), Crew.csv());
    Files.writeString(config(), """
        [terminal]
        site = "demo"
        id = "door-1"
        time-zone = "%s"

        [[reader]]
        name = "front"
        driver = "rdm6300"
        port = %s
        removed-after = "%dms"

        [store]
        directory = %s

        [mqtt]
        url = "mqtt://127.0.0.1:%d"
        keep-alive = "5s"
        stall-timeout = "5s"
        reconnect-min = "200ms"
        reconnect-max = "2s"

        [control]
        socket = %s

        [punch]
        repeat-window = "%dms"

        [panel]
        driver = "json-lines"
        path = "/dev/stdout"
        """.formatted(zone, quoted(readerPort()), REMOVED_AFTER.toMillis(), quoted(data), brokerPort,
        quoted(folder.resolve("control.sock")), repeatWindow.toMillis()));
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
