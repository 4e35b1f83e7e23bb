package dev.punchpost.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real PostgreSQL server of the test's own. It refuses to run as root, so then it runs as the package's user.
final class PostgresServer implements AutoCloseable {
  private final Path directory;
  private final Path programs;
  private final int port;

  private PostgresServer(Path directory, Path programs, int port) {
    this.directory = directory;
    this.programs = programs;
    this.port = port;
  }

  /// Makes and starts one; aborts the test if PostgreSQL is not installed.
  static PostgresServer start() {
    Optional<Path> programs = programs();
    Assumptions.assumeTrue(programs.isPresent(), "PostgreSQL is not installed (apt-get install postgresql)");
    try {
      Path directory = Files.createTempDirectory("punchpost-postgres");
      PostgresServer server = new PostgresServer(directory, programs.orElseThrow(), freePort());
      if (isRoot()) {
        run(List.of("chown", "postgres", directory.toString()));
      }
      server.asServer("initdb", "-D", directory + "/db", "-A", "trust", "-U", "punchpost", "--no-sync");
      server.asServer("pg_ctl", "-D", directory + "/db", "-w", "-l", directory + "/log", "-o",
          "-p " + server.port + " -h 127.0.0.1 -k " + directory + " -F", "start");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> programs() {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(all)) {
      return versions.map(version -> version.resolve("bin")).filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void asServer(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    // A server that is left running would keep a pipe open.
    Path output = Files.createTempFile("punchpost-postgres", ".out");
    try {
      Process process = new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true)
          .redirectOutput(output.toFile()).start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(output);
    }
  }

  String jdbc() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=punchpost";
  }

  @Override
  public void close() {
    try {
      asServer("pg_ctl", "-D", directory + "/db", "-m", "immediate", "stop");
      run(List.of("rm", "-rf", directory.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
