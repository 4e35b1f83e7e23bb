package dev.punchpost.demo.broker;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/// The cable between the terminal and its network, as a TCP relay on 127.0.0.1 that can be pulled.
///
/// Pulled, it does what a missing cable does: bytes vanish in silence, a new connection never hears anything, and
/// nobody is told. Plugged back, all connections of before are reset, as they are when the far end has forgotten
/// them, and new ones pass. Thread-safe.
public final class NetworkCable implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int CONNECT_MILLIS = 5000;

  private final InetSocketAddress target;
  private final ServerSocket entrance;
  private final Set<Socket> sockets = new HashSet<>();
  private boolean plugged = true;
  private boolean closed;

  /// Opens the near end on a free port.
  ///
  /// @param target port on 127.0.0.1 where the cable leads to
  public NetworkCable(int target) throws IOException {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
    entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("cable").start(this::accept);
  }

  /// The near end's port on 127.0.0.1.
  public int port() {
    return entrance.getLocalPort();
  }

  public synchronized boolean plugged() {
    return plugged;
  }

  /// From now on nothing passes.
  public synchronized void pull() {
    plugged = false;
  }

  /// Resets what was connected before, and lets new connections pass. Without effect on a cable that is plugged.
  public synchronized void plugBack() {
    if (!plugged) {
      resetAll();
      plugged = true;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    shut(entrance);
    resetAll();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        if (keep(near)) {
          Thread.ofVirtual().name("cable-connect").start(() -> connect(near));
        }
      } catch (IOException e) {
        // Either the cable was closed, which ends the loop, or this one connection failed.
      }
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    try {
      far.connect(target, CONNECT_MILLIS);
      far.setTcpNoDelay(true);
      near.setTcpNoDelay(true);
    } catch (IOException e) {
      reset(near);
      shut(far);
      return;
    }
    if (keep(far)) {
      Thread.ofVirtual().name("cable-out").start(() -> relay(near, far));
      Thread.ofVirtual().name("cable-in").start(() -> relay(far, near));
    }
  }

  /// A connection that starts while the cable is out is held, mute, until the cable is back.
  private synchronized boolean keep(Socket socket) {
    if (closed) {
      reset(socket);
      return false;
    }
    sockets.add(socket);
    return plugged;
  }

  private void relay(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      while (true) {
        int n = from.getInputStream().read(buffer);
        if (!plugged()) {
          // Not even the end of a connection gets through; plugging back resets it.
          return;
        }
        if (n < 0) {
          break;
        }
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      if (!plugged()) {
        return;
      }
    }
    forget(from);
    forget(to);
  }

  private synchronized void forget(Socket socket) {
    sockets.remove(socket);
    shut(socket);
  }

  private void resetAll() {
    sockets.forEach(NetworkCable::reset);
    sockets.clear();
  }

  /// Closing with a linger of zero sends RST (socket(7), SO_LINGER) instead of a polite end.
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already, and closing it again does no harm.
    }
    shut(socket);
  }

  private static void shut(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The descriptor is gone either way.
    }
  }
}
