package dev.punchpost.kiosk.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A TCP proxy in front of a broker that can stop listening, and reset a connection in the middle of what the broker
/// says, so that only half of a PUBACK arrives. Any thread.
public final class TroubledProxy implements AutoCloseable {
  private final int port;
  private final int broker;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean resetting = new AtomicBoolean();
  private volatile ServerSocket listening;

  /// @param broker its port on 127.0.0.1
  public TroubledProxy(int broker) {
    this.broker = broker;
    this.port = Mosquitto.freePort();
    this.listening = listen();
  }

  public BrokerUrl url() {
    return new BrokerUrl(false, "127.0.0.1", port);
  }

  private ServerSocket listen() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Thread.startVirtualThread(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Nobody listens any more, and every connection is gone.
  public void shut() {
    quietly(listening);
    sockets.forEach(TroubledProxy::reset);
    sockets.clear();
  }

  /// Listens again after [#shut()].
  public void open() {
    listening = listen();
  }

  /// The next thing that the broker says arrives cut in half, then the connection is reset.
  public void resetInTheNextAnswer() {
    resetting.set(true);
  }

  /// Whether the reset has not happened yet.
  public boolean resetIsDue() {
    return resetting.get();
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        Thread.startVirtualThread(() -> serve(client, server));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client, Socket server) {
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker), 2_000);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.startVirtualThread(() -> pump(client, server, false));
      pump(server, client, true);
    } catch (IOException e) {
      end(client, server);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[16 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        // CONNACK is let through: it is longer, and comes first.
        if (answers && n >= 4 && buffer[0] == 0x40 && resetting.compareAndSet(true, false)) {
          out.write(buffer, 0, n / 2);
          out.flush();
          reset(to);
          break;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // One side has gone: so does the other.
    } finally {
      end(from, to);
    }
  }

  private void end(Socket one, Socket other) {
    quietly(one);
    quietly(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  private static void reset(Socket socket) {
    try {
      // RST in place of FIN.
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    quietly(socket);
  }

  private static void quietly(AutoCloseable closing) {
    try {
      closing.close();
    } catch (Exception e) {
      // Nothing is left of it anyway.
    }
  }

  @Override
  public void close() {
    shut();
  }
}
