package dev.punchpost.bench;

import dev.punchpost.kiosk.config.Settings;
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
  private final Optional<Settings.Tls> tls;

  private BenchBroker(BrokerUrl url, @Nullable Process process, Optional<Settings.Tls> tls) {
    this.url = url;
    this.process = process;
    this.tls = tls;
  }

  /// @param mutualTls with certificates of our own making, by openssl; not for a named broker
  /// @return empty if none was named and mosquitto is not installed
  static Optional<BenchBroker> of(Optional<BrokerUrl> named, boolean mutualTls, Path folder)
      throws IOException, InterruptedException {
    if (named.isPresent()) {
      return Optional.of(new BenchBroker(named.get(), null, Optional.empty()));
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
    // Started by root it would become another user, who may not read the key.
    String lines = "listener " + port + " 127.0.0.1\nallow_anonymous true\nuser " + System.getProperty("user.name")
        + "\n";
    Optional<Settings.Tls> tls = Optional.empty();
    if (mutualTls) {
      BenchCertificates certificates = BenchCertificates.make(folder);
      tls = Optional.of(certificates.terminal());
      lines += certificates.listener();
    }
    Path config = Files.writeString(folder.resolve("mosquitto.conf"), lines);
    Process process = new ProcessBuilder(program.get().toString(), "-c", config.toString())
        .redirectErrorStream(true).redirectOutput(folder.resolve("mosquitto.log").toFile()).start();
    for (int i = 0; i < 100 && !listens(port); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return Optional.of(new BenchBroker(new BrokerUrl(mutualTls, "127.0.0.1", port), process, tls));
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

  Optional<Settings.Tls> tls() {
    return tls;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
