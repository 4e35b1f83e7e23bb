package dev.punchpost.kiosk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.kiosk.forward.Mosquitto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A terminal's surroundings for tests of the whole: broker, subscriber, reader, roster and configuration in a folder.
public final class Site implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  public static final int WORKERS = 40;

  private final Path folder;
  private final Mosquitto broker;
  private final Subscriber subscriber;
  private final ContractWatch contract;
  private final Badges badges;
  private final Path config;

  /// @param more lines of the configuration's [punch] table
  public Site(Path folder, String... more) {
    this.folder = folder;
    broker = Mosquitto.start(folder, "max_queued_messages 0", "persistence true",
        "persistence_location " + folder + "/");
    subscriber = new Subscriber(broker.port());
    contract = new ContractWatch(broker.port());
    badges = new Badges(folder.resolve("reader"));
    config = folder.resolve("punchpost.toml");
    try {
      Files.writeString(config, """
          [terminal]
          site = "plant-a"
          id = "door-1"
          time-zone = "Europe/Madrid"
          [[reader]]
          name = "front"
          driver = "rdm6300"
          port = "%s"
          [store]
          directory = "data"
          [mqtt]
          url = "mqtt://127.0.0.1:%d"
          reconnect-min = "100ms"
          reconnect-max = "1s"
          [panel]
          driver = "json-lines"
          path = "/dev/stdout"
          [punch]
          %s
          """.formatted(folder.resolve("reader"), broker.port(), String.join("\n", more)));
      List<String> rows = new ArrayList<>(List.of("worker,name,badge,language"));
      for (int n = 1; n <= WORKERS; n++) {
        rows.add(String.format(Locale.ROOT, "w%d,Worker %d,%s,%s", n, n, Badges.badge(n), n % 2 == 0 ? "es" : "pl"));
      }
      Path roster = Files.write(folder.resolve("roster.csv"), rows);
      TerminalProcess.Finished imported = TerminalProcess.run("roster", "import", roster.toString(), "--config",
          config.toString());
      if (imported.exit() != 0) {
        throw new IllegalStateException(imported.output());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  public Path config() {
    return config;
  }

  public Mosquitto broker() {
    return broker;
  }

  public Subscriber subscriber() {
    return subscriber;
  }

  public Badges badges() {
    return badges;
  }

  public TerminalProcess start() {
    TerminalProcess terminal = TerminalProcess.start(config);
    terminal.awaitReady();
    return terminal;
  }

  /// `punchpost status --json`.
  public JsonNode status() {
    TerminalProcess.Finished status = TerminalProcess.run("status", "--json", "--config", config.toString());
    try {
      return JSON.readTree(status.output());
    } catch (IOException e) {
      throw new UncheckedIOException(status.output(), e);
    }
  }

  /// `punchpost punches export --format json`, one entry a line.
  public List<JsonNode> export() {
    TerminalProcess.Finished export = TerminalProcess.run("punches", "export", "--format", "json", "--config",
        config.toString());
    return export.output().lines().map(line -> {
      try {
        return JSON.readTree(line);
      } catch (IOException e) {
        throw new UncheckedIOException(export.output(), e);
      }
    }).toList();
  }

  /// `punchpost ledger export`: every entry, one a line.
  public List<JsonNode> ledger() {
    TerminalProcess.Finished export = TerminalProcess.run("ledger", "export", "--config", config.toString());
    return export.output().lines().filter(line -> line.contains("\"specversion\"")).map(line -> {
      try {
        return JSON.readTree(line);
      } catch (IOException e) {
        throw new UncheckedIOException(export.output(), e);
      }
    }).toList();
  }

  /// What was seen of the contract so far.
  public ContractWatch contract() {
    return contract;
  }

  /// Fails if a message was not as the contract says.
  @Override
  public void close() {
    badges.close();
    subscriber.close();
    contract.close();
    broker.close();
    contract.assertKept();
  }
}
