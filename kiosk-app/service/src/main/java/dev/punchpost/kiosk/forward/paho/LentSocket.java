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
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Shows Paho a connection that is already open as a socket that it may "connect".
///
/// Reading blocks until something was flushed: Paho starts its receiver first, and if that ends before the other
/// threads run (the peer closed), Paho waits for it for ever.
final class LentSocket extends Socket {
  /// Disconnection with reason code 0x04: the broker publishes the last will, because the terminal is gone (MQTT 5,
  /// 3.14.2.1).
  private static final byte[] DISCONNECT = {(byte) 0xE0, 0x01, 0x04};

  private static final int INTERRUPTS = 20;
  private static final Duration BETWEEN_INTERRUPTS = Duration.ofMillis(25);

  private final BrokerSocket connection;
  private final CountDownLatch lent = new CountDownLatch(1);
  private final CountDownLatch spoken = new CountDownLatch(1);
  private final ReentrantLock writing = new ReentrantLock();
  private boolean midPacket;
  /// Paho's sender.
  private volatile @Nullable Thread writer;

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
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    // It is connected; only Paho's owner may not be ready to listen yet.
    await(lent);
  }

  /// Lets Paho begin.
  void lend() {
    lent.countDown();
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
        await(spoken);
        return super.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        await(spoken);
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
        writer = Thread.currentThread();
        writing.lock();
        try {
          midPacket = true;
          out.write(buffer, offset, length);
        } finally {
          writing.unlock();
        }
      }

      @Override
      public void flush() throws IOException {
        writing.lock();
        try {
          out.flush();
          midPacket = false;
        } finally {
          writing.unlock();
        }
        spoken.countDown();
      }
    };
  }

  /// Sends DISCONNECT if the broker takes it within this time. Paho's own way waits for its sender without a limit, and
  /// if the broker does not read, a thread is left behind for ever.
  void farewell(Duration atMost) {
    Thread speaker = Thread.startVirtualThread(this::sayFarewell);
    try {
      if (!speaker.join(atMost)) {
        // It is blocked in a write, and the close that follows frees it.
        speaker.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sayFarewell() {
    try {
      writing.lockInterruptibly();
      try {
        if (!midPacket && spoken.getCount() == 0) {
          connection.output().write(DISCONNECT);
          connection.output().flush();
        }
      } finally {
        writing.unlock();
      }
    } catch (IOException | InterruptedException e) {
      // The broker has gone, or does not listen: then without a word.
      return;
    }
  }

  /// Sees Paho's sender off, once its client is down. Paho notifies it of the end without holding the lock that guards
  /// the question, so that about one in a thousand misses it and would wait for ever.
  void awaitWriter() {
    Thread sender = writer;
    if (sender == null) {
      return;
    }
    try {
      for (int i = 0; i < INTERRUPTS; i++) {
        sender.interrupt();
        if (sender.join(BETWEEN_INTERRUPTS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
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
    lent.countDown();
    spoken.countDown();
  }
}
