package dev.punchpost.kiosk.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real mosquitto broker as a child process, on a free port of 127.0.0.1 that it keeps over restarts. For tests of any
/// module. A test aborts with the reason where the program is not installed. One thread.
public final class Mosquitto implements AutoCloseable {
  private final Path program;
  private final Path directory;
  private final int port;
  private final List<String> lines;
  private Optional<Process> process = Optional.empty();

  private Mosquitto(Path program, Path directory, int port, List<String> lines) {
    this.program = program;
    this.directory = directory;
    this.port = port;
    this.lines = lines;
  }

  /// Starts a broker that lets everybody in, and waits until it listens.
  ///
  /// @param directory for its files; the test's own
  /// @param lines further lines of its configuration; those for a listener go to the one listener there is
  public static Mosquitto start(Path directory, String... lines) {
    List<String> all = new ArrayList<>(List.of(lines));
    if (all.stream().noneMatch(line -> line.startsWith("allow_anonymous"))) {
      all.add("allow_anonymous true");
    }
    Mosquitto broker = new Mosquitto(program(), directory, freePort(), List.copyOf(all));
    broker.restart();
    return broker;
  }

  /// Where the program is; aborts the test if it is nowhere.
  private static Path program() {
    String path = System.getenv("PATH") == null ? "" : System.getenv("PATH");
    Optional<Path> found = Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, "mosquitto")).filter(Files::isExecutable)
        .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "mosquitto is not installed (apt-get install mosquitto)");
    return found.orElseThrow();
  }

  /// A port that nobody listens at.
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public BrokerUrl url() {
    return new BrokerUrl(false, "127.0.0.1", port);
  }

  /// Starts it (again) on its port, with its files as they are.
  public void restart() {
    stop();
    try {
      Path configuration = directory.resolve("mosquitto-" + port + ".conf");
      List<String> text = new ArrayList<>();
      text.add("listener " + port + " 127.0.0.1");
      // Started by root it would become another user, who may not read the test's files.
      text.add("user " + System.getProperty("user.name"));
      text.addAll(lines);
      Files.write(configuration, text);
      process = Optional.of(new ProcessBuilder(program.toString(), "-c", configuration.toString())
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitListening();
  }

  /// Its log.
  public Path log() {
    return directory.resolve("mosquitto-" + port + ".log");
  }

  private void awaitListening() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        Process running = process.orElseThrow();
        try {
          if (running.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
            throw new IllegalStateException("mosquitto does not listen: " + Files.readString(log()), e);
          }
        } catch (IOException | InterruptedException f) {
          throw new IllegalStateException("mosquitto does not listen", f);
        }
      }
    }
  }

  /// Ends it in an orderly way (SIGTERM). Does nothing if it does not run.
  public void stop() {
    process.ifPresent(running -> {
      signal("CONT");
      running.destroy();
      awaitEnd(running);
    });
    process = Optional.empty();
  }

  /// Ends it as a power cut would (`kill -9`).
  public void kill() {
    process.ifPresent(running -> awaitEnd(running.destroyForcibly()));
    process = Optional.empty();
  }

  /// Stops it in its tracks (SIGSTOP): connections stay open, nothing is answered.
  public void freeze() {
    signal("STOP");
  }

  /// Lets it go on after [#freeze()].
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    process.ifPresent(running -> {
      try {
        awaitEnd(new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static void awaitEnd(Process ending) {
    try {
      if (!ending.waitFor(10, TimeUnit.SECONDS)) {
        ending.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
