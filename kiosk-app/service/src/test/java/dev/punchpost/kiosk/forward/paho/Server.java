package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.BrokerUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on 127.0.0.1 that misbehaves as told, to each connection alike.
final class Server implements AutoCloseable {
  /// What it does with a connection, which it closes afterwards.
  interface Behaviour {
    void serve(Socket socket) throws IOException;
  }

  /// CONNACK, session not present, success, no properties (MQTT 5, 3.2).
  static final byte[] CONNACK = {0x20, 0x03, 0x00, 0x00, 0x00};

  final AtomicInteger accepted = new AtomicInteger();
  private final ServerSocket listening;
  private final Behaviour behaviour;

  Server(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::run);
  }

  /// Waits for CONNECT, answers with these bytes, and closes.
  static Behaviour answering(byte... answer) {
    return socket -> {
      readPacket(socket);
      socket.getOutputStream().write(answer);
      socket.getOutputStream().flush();
    };
  }

  /// Reads one small packet.
  static void readPacket(Socket socket) throws IOException {
    socket.getInputStream().read();
    int length = socket.getInputStream().read();
    if (length > 0) {
      socket.getInputStream().readNBytes(length);
    }
  }

  /// Keeps the connection until the other side ends it.
  static void linger(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      socket.getInputStream().skipNBytes(socket.getInputStream().available());
    }
  }

  BrokerUrl url() {
    return new BrokerUrl(false, "127.0.0.1", listening.getLocalPort());
  }

  private void run() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      behaviour.serve(socket);
    } catch (IOException e) {
      // The client has gone, as it may.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
