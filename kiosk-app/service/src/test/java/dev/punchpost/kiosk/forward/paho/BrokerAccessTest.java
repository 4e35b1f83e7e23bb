package dev.punchpost.kiosk.forward.paho;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.wire.Certificates;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The hardened configuration and access list of `docs/broker`, as they stand there but for paths and the port, on a real
/// mosquitto: nobody publishes, reads or connects as another one.
class BrokerAccessTest {
  private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
  private static final String DOOR_1 = "punchpost/v1/plant-a/door-1/";
  private static final String DOOR_2 = "punchpost/v1/plant-a/door-2/";
  private static final int NOT_AUTHORISED = 0x87;

  @TempDir
  Path directory;
  private Certificates certificates;
  private Mosquitto broker;

  @BeforeEach
  void hardenedBroker() throws IOException {
    certificates = new Certificates(directory);
    certificates.authority("ca");
    certificates.signed("broker", "ca", EC, "IP:127.0.0.1", 5);
    for (String user : List.of("plant-a.door-1", "plant-a.door-2", "payroll", "central", "stranger")) {
      certificates.signed(user, "ca", EC, "DNS:x", 5);
    }
    Path docs = docs();
    Files.copy(docs.resolve("acl"), directory.resolve("acl"));
    List<String> lines = Files.readAllLines(docs.resolve("mosquitto.conf")).stream()
        .filter(line -> !line.startsWith("listener ") && !line.startsWith("#"))
        .map(line -> line.replace("/etc/mosquitto/punchpost", directory.toString()).replace("/var/lib/mosquitto",
            directory.toString()))
        .toList();
    broker = Mosquitto.start(directory, lines.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private static Path docs() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/broker/acl"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no docs/broker above the module");
    }
    return folder.resolve("docs/broker");
  }

  private MqttLink.Session connect(String user, String clientId, Heard heard) {
    TlsFiles files = new TlsFiles(certificates.file("ca.pem"), Optional.of(certificates.file(user + ".pem")),
        Optional.of(certificates.file(user + ".key")));
    return new PahoLink(new ConnectOptions(clientId, Duration.ofSeconds(30), Duration.ofSeconds(5), Optional.of(files)))
        .connect(new BrokerUrl(true, "127.0.0.1", broker.port()), heard);
  }

  private static boolean refused(MqttLink.Session session, Heard heard, String topic) {
    int before = heard.acknowledged.size();
    session.publish(new MqttLink.Publication(before + 1L, topic, "{}".getBytes(StandardCharsets.UTF_8), "text/plain"));
    await().untilAsserted(() -> assertEquals(before + 1, heard.acknowledged.size()));
    return heard.acknowledged.getLast().endsWith(":" + NOT_AUTHORISED);
  }

  @Test
  void aTerminalPublishesItsOwnTopicsAndNoOthers() {
    Heard heard = new Heard();
    MqttLink.Session door = connect("plant-a.door-1", "plant-a.door-1", heard);
    for (String own : List.of("punch", "event", "status", "manifest", "reply/7")) {
      assertEquals(false, refused(door, heard, DOOR_1 + own), own);
    }
    assertEquals(false, refused(door, heard, "punchpost/v1/plant-a/presence/door-1/w1"));
    for (String foreign : List.of(DOOR_2 + "punch", DOOR_2 + "event", DOOR_2 + "status", DOOR_2 + "manifest",
        DOOR_2 + "reply/7", DOOR_1 + "ack/payroll", DOOR_1 + "cmd/restart", DOOR_2 + "cmd/restart", DOOR_1 + "config",
        "punchpost/v1/plant-a/presence/door-2/w1", "punchpost/v1/plant-a/roster/current",
        "punchpost/v1/plant-b/door-1/punch", "other")) {
      assertEquals(true, refused(door, heard, foreign), foreign);
    }
    door.close();
  }

  @Test
  void aTerminalReadsWhatIsMeantForItAndNothingElse() {
    Heard heard = new Heard();
    MqttLink.Session door = connect("plant-a.door-1", "plant-a.door-1", heard);
    door.subscribe(List.of("#"));
    await().untilAsserted(() -> assertEquals(1, heard.subscribed.size()));
    Heard central = new Heard();
    MqttLink.Session sender = connect("central", "central", central);
    for (String topic : List.of(DOOR_2 + "cmd/identify", DOOR_2 + "config", DOOR_1 + "cmd/identify", DOOR_1 + "config",
        "punchpost/v1/plant-b/roster/current", "punchpost/v1/plant-a/roster/current")) {
      assertEquals(false, refused(sender, central, topic), topic);
    }
    Heard payroll = new Heard();
    MqttLink.Session consumer = connect("payroll", "payroll", payroll);
    assertEquals(false, refused(consumer, payroll, DOOR_2 + "ack/payroll"));
    assertEquals(true, refused(consumer, payroll, DOOR_1 + "ack/archive"), "a consumer confirms in its own name");
    assertEquals(true, refused(consumer, payroll, DOOR_1 + "cmd/restart"));
    assertEquals(false, refused(consumer, payroll, DOOR_1 + "ack/payroll"));
    await().untilAsserted(() -> assertEquals(
        List.of(DOOR_1 + "cmd/identify", DOOR_1 + "config", "punchpost/v1/plant-a/roster/current",
            DOOR_1 + "ack/payroll"),
        heard.received.stream().map(MqttLink.Received::topic).toList()));
    consumer.close();
    sender.close();
    door.close();
  }

  @Test
  void nobodyThrowsAnotherOneOffByTakingItsClientId() {
    Heard first = new Heard();
    MqttLink.Session door1 = connect("plant-a.door-1", "plant-a.door-1", first);
    Heard second = new Heard();
    MqttLink.Session impostor = connect("plant-a.door-2", "plant-a.door-1", second);
    assertEquals(true, refused(impostor, second, DOOR_1 + "punch"));
    assertEquals(false, refused(door1, first, DOOR_1 + "punch"));
    assertEquals(List.of(), first.lost);
    impostor.close();
    door1.close();
  }

  @Test
  void whoIsNotListedMayDoNothingAndWithoutACertificateNobodyComesIn() {
    Heard heard = new Heard();
    MqttLink.Session stranger = connect("stranger", "stranger", heard);
    assertEquals(true, refused(stranger, heard, DOOR_1 + "punch"));
    assertEquals(true, refused(stranger, heard, "anything"));
    stranger.close();
    TlsFiles nobody = new TlsFiles(certificates.file("ca.pem"), Optional.empty(), Optional.empty());
    ConnectOptions options = new ConnectOptions("plant-a.door-1", Duration.ofSeconds(30), Duration.ofSeconds(5),
        Optional.of(nobody));
    assertEquals(LinkException.Kind.TLS, assertThrows(LinkException.class,
        () -> new PahoLink(options).connect(new BrokerUrl(true, "127.0.0.1", broker.port()), heard)).kind());
  }
}
