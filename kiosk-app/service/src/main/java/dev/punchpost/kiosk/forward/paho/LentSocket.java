package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.wire.BrokerSocket;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CountDownLatch;
import javax.net.SocketFactory;

/// Shows Paho a connection that is already open as a socket that it may "connect".
///
/// Reading blocks until something was flushed: Paho starts its receiver first, and if that ends before the other
/// threads run (the peer closed), Paho waits for it for ever.
final class LentSocket extends Socket {
  private final BrokerSocket connection;
  private final CountDownLatch spoken = new CountDownLatch(1);

  LentSocket(BrokerSocket connection) {
    this.connection = connection;
  }

  /// A factory that lends this socket.
  SocketFactory factory() {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return LentSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port) {
        return LentSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return LentSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        return LentSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return LentSocket.this;
      }
    };
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {
    // It is connected.
  }

  @Override
  public void setSoTimeout(int timeout) {
    // Paho's time-out would cut a header in two; the socket ends when it is closed.
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(connection.input()) {
      @Override
      public int read() throws IOException {
        awaitSpoken();
        return super.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        awaitSpoken();
        return super.read(buffer, offset, length);
      }

      @Override
      public int available() throws IOException {
        return spoken.getCount() > 0 ? 0 : super.available();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(connection.output()) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
      }

      @Override
      public void flush() throws IOException {
        out.flush();
        spoken.countDown();
      }
    };
  }

  private void awaitSpoken() throws IOException {
    try {
      spoken.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void shutdownInput() {
    // Paho does this before it closes; on TLS it throws, and the close is forgotten.
  }

  @Override
  public void close() {
    connection.close();
    spoken.countDown();
  }
}
