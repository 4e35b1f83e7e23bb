package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.forward.wire.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Brokers that are wrong in one way each: the whole terminal names it, in `status` and in `doctor`, and taps go on.
class TroubledBrokersTest {
  private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
  /// CONNACK, session not present, success, no properties (MQTT 5, 3.2).
  private static final byte[] CONNACK = {0x20, 0x03, 0x00, 0x00, 0x00};

  @TempDir
  Path folder;

  /// Accepts every connection, says what it is told to, and then nothing or good-bye.
  private static final class Rude implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final byte[] answer;
    private final boolean hangsUp;

    Rude(byte[] answer, boolean hangsUp) throws IOException {
      this.answer = answer;
      this.hangsUp = hangsUp;
      Thread.startVirtualThread(this::run);
    }

    private void run() {
      while (!listening.isClosed()) {
        try {
          Socket socket = listening.accept();
          Thread.startVirtualThread(() -> serve(socket));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        socket.getInputStream().read();
        socket.getOutputStream().write(answer);
        socket.getOutputStream().flush();
        while (!hangsUp && socket.getInputStream().read() >= 0) {
          socket.getInputStream().skipNBytes(socket.getInputStream().available());
        }
      } catch (IOException e) {
        // The terminal has gone, as it may.
        return;
      }
    }

    String url() {
      return "mqtt://127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  private void isNamed(String url, String tls, String... words) throws IOException {
    Path own = Files.createTempDirectory(folder, "door");
    try (Site site = new Site(own, "repeat-window = \"0s\"")) {
      Files.writeString(site.config(), Files.readString(site.config())
          .replaceFirst(Pattern.quote("\"mqtt://127.0.0.1:" + site.broker().port() + "\""), "\"" + url + "\"")
          .replaceFirst(Pattern.quote("[panel]"), tls + "\n[panel]"));
      try (TerminalProcess terminal = site.start()) {
        site.badges().tap(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> terminal.ticks().size() == 1);
        String config = site.config().toString();
        await(url).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(1)).untilAsserted(
            () -> all(words, TerminalProcess.run("status", "--config", config).output()));
        TerminalProcess.Finished doctor = TerminalProcess.run("doctor", "--config", config);
        all(words, doctor.output());
        assertTrue(doctor.output().lines().anyMatch(line -> line.contains("broker") && !line.startsWith("ok")),
            doctor.output());
        site.badges().tap(2);
        await().atMost(Duration.ofSeconds(10)).until(() -> terminal.ticks().size() == 2);
      }
      TerminalProcess.Finished stopped = TerminalProcess.run("doctor", "--config", site.config().toString());
      all(words, stopped.output());
      assertEquals(1, stopped.exit(), stopped.output());
    }
  }

  private static void all(String[] words, String output) {
    for (String word : words) {
      assertTrue(output.contains(word), output);
    }
  }

  @Test
  void aBrokerThatNeverAnswersIsNamed() throws IOException {
    try (Rude mute = new Rude(new byte[0], false)) {
      isNamed(mute.url(), "", "accepted the connection and did not answer");
    }
  }

  @Test
  void aBrokerThatAnswersAndHangsUpIsNamed() throws IOException {
    try (Rude rude = new Rude(CONNACK, true)) {
      isNamed(rude.url(), "", "closed the connection");
    }
  }

  @Test
  void aBrokerWithACertificateThatIsNotBelievedIsNamed() throws IOException {
    Certificates certificates = new Certificates(folder);
    Path ca = certificates.authority("ca");
    Path other = certificates.authority("other");
    certificates.signed("good", "ca", EC, "IP:127.0.0.1", 5);
    certificates.signed("expired", "ca", EC, "IP:127.0.0.1", -1);
    certificates.signed("named", "ca", EC, "DNS:broker.example", 5);
    try (Mosquitto broker = broker(certificates, ca, "good")) {
      isNamed("mqtts://127.0.0.1:" + broker.port(), "[mqtt.tls]\nca = \"" + other + "\"",
          "not signed by a trusted CA", other.toString());
    }
    try (Mosquitto broker = broker(certificates, ca, "expired")) {
      isNamed("mqtts://127.0.0.1:" + broker.port(), "[mqtt.tls]\nca = \"" + ca + "\"", "has expired");
    }
    try (Mosquitto broker = broker(certificates, ca, "named")) {
      isNamed("mqtts://127.0.0.1:" + broker.port(), "[mqtt.tls]\nca = \"" + ca + "\"", "another host name");
    }
  }

  private Mosquitto broker(Certificates certificates, Path ca, String certificate) {
    return Mosquitto.start(folder, "cafile " + ca, "certfile " + certificates.file(certificate + ".pem"),
        "keyfile " + certificates.file(certificate + ".key"));
  }
}
