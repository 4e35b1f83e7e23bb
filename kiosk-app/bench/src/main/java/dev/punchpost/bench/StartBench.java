package dev.punchpost.bench;

import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.hal.linux.PseudoTerminal;
import dev.punchpost.hal.time.Pause;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Starts of the real program in a JVM of its own, with the launcher's options, beside [BareStart] with the same.
///
/// Both find a database that is there already, as at every start but the first.
final class StartBench {
  private static final String READY = "ready: ";
  private static final String DONE = "done: ";
  private static final String TICK = "\"accepted\"";
  private static final String ENDED = "";
  private static final long LONGEST_SECONDS = 120;

  private final Path folder;
  private final Path config;
  private final String broker;

  /// One start.
  ///
  /// @param millis from the start of the process to ready
  /// @param megabytes resident set (VmRSS of proc(5)), some time after ready
  record Started(double millis, double megabytes) {}

  /// @param broker `host:port`; nobody has to be there
  StartBench(Workbench bench, String broker) throws IOException {
    this.folder = bench.folder();
    this.broker = broker;
    this.config = Files.writeString(folder.resolve("start.toml"), """
        [terminal]
        site = "bench"
        id = "door-1"
        time-zone = "Europe/Madrid"
        [[reader]]
        name = "front"
        driver = "rdm6300"
        port = "%s"
        [store]
        directory = "%s"
        minimum-free = "1MB"
        [mqtt]
        url = "mqtt://%s"
        [punch]
        repeat-window = "0s"
        """.formatted(bench.port(), folder.resolve("data"), broker));
    bench.prepare(new BenchWiring(), 0);
  }

  /// @param jvm more options for Java
  Started terminal(String... jvm) throws IOException, InterruptedException {
    return measure(
        command("service", jvm, "dev.punchpost.kiosk.Main", "run", "--service", "--config", config.toString()));
  }

  Started bare(String... jvm) throws IOException, InterruptedException {
    return measure(bareCommand(jvm, 0));
  }

  private List<String> bareCommand(String[] jvm, int rows) {
    return command("bench", jvm, BareStart.class.getName(), folder.resolve("bare").toString(), "tcp://" + broker,
        Integer.toString(rows));
  }

  /// RSS after this many rows, in megabytes.
  double bareMemory(int rows) throws IOException, InterruptedException {
    Running running = new Running(bareCommand(new String[0], rows));
    try {
      running.awaitReady();
      running.await(DONE);
      return running.megabytes();
    } finally {
      running.end();
    }
  }

  /// RSS at ready and after this many punches, each of them tapped at a tty and ticked.
  double[] memory(int punches) throws IOException, InterruptedException {
    try (PseudoTerminal line = PseudoTerminal.open()) {
      Files.createSymbolicLink(folder.resolve("reader"), line.path());
      // So that ticks can be counted.
      Files.writeString(config, """
          [panel]
          driver = "json-lines"
          path = "/dev/stdout"
          """, StandardOpenOption.APPEND);
      Running running = new Running(
          command("service", new String[0], "dev.punchpost.kiosk.Main", "run", "--service", "--config",
              config.toString()));
      try {
        running.awaitReady();
        TimeUnit.SECONDS.sleep(5);
        double atReady = running.megabytes();
        Rdm6300Simulator badges = new Rdm6300Simulator(line::write, Pause.real());
        for (int i = 0; i < punches; i++) {
          badges.tap(Workbench.badge(i % Workbench.WORKERS));
          running.awaitTick();
        }
        return new double[]{atReady, running.megabytes()};
      } finally {
        running.end();
      }
    }
  }

  private Started measure(List<String> command) throws IOException, InterruptedException {
    Running running = new Running(command);
    try {
      double millis = running.awaitReady();
      TimeUnit.SECONDS.sleep(2);
      return new Started(millis, running.megabytes());
    } finally {
      running.end();
    }
  }

  /// As systemd starts the service, through kiosk-app/bin/punchpost.
  private static List<String> command(String module, String[] jvm, String... program) {
    String service = System.getProperty("punchpost.service.class-path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-Xms16m", "-Xmx96m", "-Xss512k", "-Dpunchpost.log=INFO"));
    command.addAll(List.of(jvm));
    command.addAll(
        List.of("-cp", module.equals("service") ? service : System.getProperty("java.class.path")));
    command.addAll(List.of(program));
    return command;
  }

  /// A process and what it prints.
  private static final class Running {
    private final long started = System.nanoTime();
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread reader;
    private volatile String last = "nothing";

    Running(List<String> command) throws IOException {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      reader = new Thread(this::read, "output");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          last = line;
          if (line.contains(READY) || line.contains(DONE) || line.contains(TICK)) {
            lines.add(System.nanoTime() + " " + line);
          }
        }
      } catch (IOException e) {
        last = e.toString();
      }
      lines.add(ENDED);
    }

    private String await(String word) throws InterruptedException {
      while (true) {
        String line = lines.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
          throw new IllegalStateException("the process did not say '" + word + "', but at last: " + last);
        }
        if (line.equals(ENDED)) {
          throw new IllegalStateException("the process ended before it said '" + word + "': " + last);
        }
        if (line.contains(word)) {
          return line;
        }
      }
    }

    double awaitReady() throws InterruptedException {
      String line = await(READY);
      return (Long.parseLong(line.substring(0, line.indexOf(' '))) - started) / 1e6;
    }

    void awaitTick() throws InterruptedException {
      await(TICK);
    }

    double megabytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
      throw new IllegalStateException("the process has ended");
    }

    void end() throws InterruptedException {
      process.toHandle().destroy();
      process.waitFor();
      reader.join();
    }
  }
}
