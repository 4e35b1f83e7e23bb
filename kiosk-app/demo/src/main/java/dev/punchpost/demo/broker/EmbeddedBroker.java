package dev.punchpost.demo.broker;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An MQTT 5 broker (HiveMQ CE) in this process, on 127.0.0.1 and a free port, with its messages in memory.
public final class EmbeddedBroker implements AutoCloseable {
  // 4 s on a desktop; an emulated processor takes minutes.
  private static final long START_SECONDS = 300;
  private static final long STOP_SECONDS = 2;
  private static final String CONFIG = """
      <?xml version="1.0"?>
      <hivemq>
        <listeners><tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
        <persistence><mode>in-memory</mode></persistence>
        <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
      </hivemq>
      """;

  private final EmbeddedHiveMQ broker;

  private EmbeddedBroker(EmbeddedHiveMQ broker) {
    this.broker = broker;
  }

  /// Starts a broker; takes about 4 s.
  ///
  /// @param folder an empty folder for its files
  /// @param port on 127.0.0.1, see [#freePort()]
  /// @throws IOException if it does not come up
  public static EmbeddedBroker start(Path folder, int port) throws IOException, InterruptedException {
    Path config = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(config.resolve("config.xml"), CONFIG.formatted(port));
    EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder().withConfigurationFolder(config)
        .withDataFolder(Files.createDirectories(folder.resolve("data")))
        .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions"))).withoutLoggingBootstrap().build();
    try {
      broker.start().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the embedded broker does not start", e);
    } catch (TimeoutException e) {
      broker.stop();
      throw new IOException("the embedded broker is not up after " + START_SECONDS + " s", e);
    }
    return new EmbeddedBroker(broker);
  }

  /// A port that is free now. HiveMQ takes its port from a file, so that one must be chosen before it can listen.
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on 127.0.0.1", e);
    }
  }

  @Override
  public void close() {
    try {
      broker.stop().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Its threads are daemons and its folder is temporary: nothing is left behind by going on.
    }
  }
}
