package dev.punchpost.bench;

import dev.punchpost.kiosk.forward.BrokerUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The broker to measure against: the one that was named, or a mosquitto of our own on a free port.
final class BenchBroker implements AutoCloseable {
  private final BrokerUrl url;
  private final @Nullable Process process;

  private BenchBroker(BrokerUrl url, @Nullable Process process) {
    this.url = url;
    this.process = process;
  }

  /// @return empty if none was named and mosquitto is not installed
  static Optional<BenchBroker> of(Optional<BrokerUrl> named, Path folder) throws IOException, InterruptedException {
    if (named.isPresent()) {
      return Optional.of(new BenchBroker(named.get(), null));
    }
    Optional<Path> program = Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto")
        .map(Path::of).filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = Files.writeString(folder.resolve("mosquitto.conf"),
        "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
    Process process = new ProcessBuilder(program.get().toString(), "-c", config.toString())
        .redirectErrorStream(true).redirectOutput(folder.resolve("mosquitto.log").toFile()).start();
    for (int i = 0; i < 100 && !listens(port); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return Optional.of(new BenchBroker(new BrokerUrl(false, "127.0.0.1", port), process));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  BrokerUrl url() {
    return url;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
