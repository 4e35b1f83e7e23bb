package dev.punchpost.demo.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkCableTest {
  private static final int SILENCE_MILLIS = 300;
  private static final int PATIENCE_MILLIS = 10_000;

  private final CopyOnWriteArrayList<Socket> served = new CopyOnWriteArrayList<>();
  private ServerSocket echo;
  private NetworkCable cable;

  NetworkCableTest() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    cable = new NetworkCable(echo.getLocalPort());
  }

  @BeforeEach
  void echoWhatComes() {
    Thread.ofVirtual().start(() -> {
      try {
        while (true) {
          Socket socket = echo.accept();
          served.add(socket);
          Thread.ofVirtual().start(() -> {
            try {
              socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
              // The cable was reset.
            } finally {
              served.remove(socket);
            }
          });
        }
      } catch (IOException e) {
        // The test is over.
      }
    });
  }

  @AfterEach
  void close() throws IOException {
    cable.close();
    echo.close();
  }

  @Test
  void bytesPassBothWays() throws IOException {
    try (Socket socket = connect()) {
      assertEquals('a', exchange(socket, 'a'));
      assertEquals('b', exchange(socket, 'b'));
    }
  }

  @Test
  void aPulledCableIsSilentAndTellsNobody() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, 'a');
      cable.pull();
      socket.setSoTimeout(SILENCE_MILLIS);

      socket.getOutputStream().write('b');

      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void aConnectionMadeWhileThereIsNoCableNeverHearsAnythingAndIsResetThen() throws IOException {
    cable.pull();
    try (Socket socket = connect()) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.getOutputStream().write('a');
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());

      cable.plugBack();

      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void pluggingBackResetsOldConnectionsAndLetsNewOnesPass() throws IOException {
    try (Socket old = connect()) {
      exchange(old, 'a');
      cable.pull();
      old.getOutputStream().write('x');

      cable.plugBack();

      assertThrows(SocketException.class, () -> old.getInputStream().read());
      try (Socket fresh = connect()) {
        assertEquals('b', exchange(fresh, 'b'));
      }
      await().until(served::isEmpty);
    }
  }

  @Test
  void theFarEndHearsOfAClosedConnection() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, 'a');
    }
    await().until(served::isEmpty);
  }

  @Test
  void pluggingAPluggedCableDisturbsNobody() throws IOException {
    try (Socket socket = connect()) {
      exchange(socket, 'a');
      cable.plugBack();
      assertTrue(cable.plugged());
      assertEquals('b', exchange(socket, 'b'));
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), cable.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static int exchange(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }
}
