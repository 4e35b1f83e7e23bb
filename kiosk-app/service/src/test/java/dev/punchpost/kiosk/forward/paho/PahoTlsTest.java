package dev.punchpost.kiosk.forward.paho;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.wire.Certificates;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS and mutual TLS against a real mosquitto, with certificates made by openssl.
class PahoTlsTest {
  private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

  @TempDir
  Path directory;
  private Certificates certificates;
  private Path ca;

  @BeforeEach
  void authority() {
    certificates = new Certificates(directory);
    ca = certificates.authority("ca");
  }

  private Mosquitto broker(String certificate, String... lines) {
    String[] all = new String[lines.length + 3];
    all[0] = "cafile " + ca;
    all[1] = "certfile " + certificates.file(certificate + ".pem");
    all[2] = "keyfile " + certificates.file(certificate + ".key");
    System.arraycopy(lines, 0, all, 3, lines.length);
    return Mosquitto.start(directory, all);
  }

  private static MqttLink.Session connect(Mosquitto broker, String host, TlsFiles files) {
    ConnectOptions options = new ConnectOptions("plant-a.door-1", Duration.ofSeconds(30), Duration.ofSeconds(5),
        Optional.of(files));
    return new PahoLink(options).connect(new BrokerUrl(true, host, broker.port()), new Heard());
  }

  private static void fails(Mosquitto broker, String host, TlsFiles files, String... words) {
    LinkException e = assertThrows(LinkException.class, () -> connect(broker, host, files).close());
    for (String word : words) {
      assertTrue(String.valueOf(e.getMessage()).contains(word), e.getMessage());
    }
    assertEquals(LinkException.Kind.TLS, e.kind(), e.getMessage());
  }

  private TlsFiles trusting(Path authority) {
    return new TlsFiles(authority, Optional.empty(), Optional.empty());
  }

  private TlsFiles as(String name) {
    return new TlsFiles(ca, Optional.of(certificates.file(name + ".pem")),
        Optional.of(certificates.file(name + ".key")));
  }

  @Test
  void aTrustedBrokerIsAcceptedByAddressAndByName() {
    certificates.signed("broker", "ca", EC, "IP:127.0.0.1,DNS:localhost", 5);
    try (Mosquitto broker = broker("broker")) {
      connect(broker, "127.0.0.1", trusting(ca)).close();
      connect(broker, "localhost", trusting(ca)).close();
    }
  }

  @Test
  void aBrokerThatIsNotWhatItShouldBeIsNamedInWords() {
    certificates.signed("broker", "ca", EC, "DNS:broker.example", 5);
    try (Mosquitto broker = broker("broker")) {
      fails(broker, "127.0.0.1", trusting(ca), "another host name", "127.0.0.1");
      fails(broker, "localhost", trusting(ca), "another host name", "localhost");
      Path other = certificates.authority("other");
      fails(broker, "127.0.0.1", trusting(other), "not signed by a trusted CA", other.toString());
    }
    certificates.signed("expired", "ca", EC, "IP:127.0.0.1", -1);
    try (Mosquitto broker = broker("expired")) {
      fails(broker, "127.0.0.1", trusting(ca), "has expired", "clock");
    }
    try (Mosquitto plain = Mosquitto.start(directory)) {
      fails(plain, "127.0.0.1", trusting(ca), "TLS", "mqtts://127.0.0.1:" + plain.port());
    }
  }

  @Test
  void withMutualTlsTheTerminalIsKnownByItsCertificate() {
    certificates.signed("broker", "ca", EC, "IP:127.0.0.1", 5);
    certificates.signed("ec", "ca", EC, "DNS:door-1", 5);
    certificates.signed("rsa", "ca", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "DNS:door-1", 5);
    certificates.signed("expired", "ca", EC, "DNS:door-1", -1);
    certificates.authority("stranger-ca");
    certificates.signed("stranger", "stranger-ca", EC, "DNS:door-1", 5);
    try (Mosquitto broker = broker("broker", "require_certificate true")) {
      connect(broker, "127.0.0.1", as("ec")).close();
      connect(broker, "127.0.0.1", as("rsa")).close();
      // The alert may be lost in the reset that follows it: then the words are a guess, but the right one.
      fails(broker, "127.0.0.1", trusting(ca), "this terminal's certificate, and none is configured");
      fails(broker, "127.0.0.1", as("stranger"), "refused this terminal's certificate");
      fails(broker, "127.0.0.1", as("expired"), "refused this terminal's certificate");
    }
  }

  @Test
  void renewedFilesArePickedUpByTheNextConnection() throws Exception {
    certificates.signed("broker", "ca", EC, "IP:127.0.0.1", 5);
    certificates.signed("terminal", "ca", EC, "DNS:door-1", -1);
    certificates.signed("renewed", "ca", EC, "DNS:door-1", 5);
    try (Mosquitto broker = broker("broker", "require_certificate true")) {
      PahoLink link = new PahoLink(new ConnectOptions("plant-a.door-1", Duration.ofSeconds(30), Duration.ofSeconds(5),
          Optional.of(as("terminal"))));
      BrokerUrl url = new BrokerUrl(true, "127.0.0.1", broker.port());
      assertThrows(LinkException.class, () -> link.connect(url, new Heard()));
      for (String kind : new String[]{".pem", ".key"}) {
        Files.copy(certificates.file("renewed" + kind), certificates.file("terminal" + kind),
            StandardCopyOption.REPLACE_EXISTING);
      }
      link.connect(url, new Heard()).close();
    }
  }
}
